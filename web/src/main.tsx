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

// The first picture is in the browser's language; without its words, in Spanish. No await: it would split the bundle.
speak(languageOf("auto")).then(show, show);

function show(): void {
  const root = document.getElementById("root");
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
