/**
 * What has the focus may go with what it did: a button with the state it changed, a dialog that a menu opened. The focus
 * then falls into the dialog that is still open, or the thread, and not off the page, where a keyboard would begin anew.
 */
import { useEffect } from "react";
import { settleFocus } from "./content";

/** Dialogs give the focus back by themselves where they can. */
const patienceMs = 60;
const kept = "[role='dialog'], [role='log'], main form, main section";

export function useKeptFocus(): void {
  useEffect(() => {
    let last: Element | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const remember = ({ target }: FocusEvent) => {
      last = target instanceof Element && target.closest(kept) ? target : null;
    };
    // Whoever points beside everything lets go of the focus on purpose.
    const forget = () => {
      last = null;
    };
    const observer = new MutationObserver(() => {
      if (!last || last.isConnected || document.activeElement !== document.body) return;
      last = null;
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (document.activeElement === document.body) settleFocus();
      }, patienceMs);
    });
    observer.observe(document.body, { childList: true, subtree: true });
    document.addEventListener("focusin", remember);
    document.addEventListener("pointerdown", forget);
    return () => {
      observer.disconnect();
      clearTimeout(timer);
      document.removeEventListener("focusin", remember);
      document.removeEventListener("pointerdown", forget);
    };
  }, []);
}
