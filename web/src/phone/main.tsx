/** Entry of the phone simulator: plays a customer against the local stack. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@/styles/fonts.css";
import "@/styles/tokens.css";
import "@/styles/base.css";

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <main>
        <h1>Teléfono</h1>
      </main>
    </StrictMode>,
  );
}
