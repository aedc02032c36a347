/** Single-key shortcuts: only outside fields and dialogs, and only while the person has not switched them off. */
import { useEffect, useRef } from "react";
import { preferences } from "@/state/preferences";

function isBusyElsewhere(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (target?.closest("input, textarea, select, [contenteditable='true'], [role='menu']")) return true;
  return document.querySelector("[role='dialog'][aria-modal='true']") !== null;
}

export function useShortcut(key: string, run: () => void): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (
        event.key.toLowerCase() !== key ||
        isBusyElsewhere(event) ||
        !preferences.snapshot().single_key_shortcuts
      )
        return;
      event.preventDefault();
      latest.current();
    }
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [key]);
}
