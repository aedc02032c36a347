/** Entry of the desk. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@/styles/fonts.css";
import "@/styles/tokens.css";
import "@/styles/mantine.css";
import "virtual:mantine-theme.css";
import "@/styles/base.css";
import { speak } from "@/i18n";
import { languageOf } from "@/i18n/languages";
import { App } from "@/app/App";

const root = document.getElementById("root");
if (root) {
  // The first picture is in the browser's language; without its words, in Spanish.
  await speak(languageOf("auto")).catch(() => undefined);
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
