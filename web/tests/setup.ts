import "@testing-library/jest-dom/vitest";
import { configure } from "@testing-library/react";
import { afterEach, expect } from "vitest";

// A busy machine may be slow, never wrong.
configure({ asyncUtilTimeout: 8_000 });

// Whose browser speaks Spanish; jsdom's own would have the screens in English.
Object.defineProperty(navigator, "languages", { value: ["es-EC", "es"], configurable: true });

// The policy of the pages refuses every style element, so whatever adds one fails its test.
const added: Element[] = [];
const observer = new MutationObserver(collect);
observer.observe(document, { childList: true, subtree: true });

function collect(records: MutationRecord[]): void {
  for (const node of records.flatMap((record) => [...record.addedNodes])) {
    if (!(node instanceof Element)) continue;
    added.push(...[node, ...node.querySelectorAll("style")].filter((one) => one.matches("style")));
  }
}

afterEach(() => {
  collect(observer.takeRecords());
  expect(added.splice(0).map((style) => style.outerHTML)).toEqual([]);
});
