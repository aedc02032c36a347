import "@testing-library/jest-dom/vitest";
import { configure } from "@testing-library/react";

// A busy machine may be slow, never wrong.
configure({ asyncUtilTimeout: 8_000 });
