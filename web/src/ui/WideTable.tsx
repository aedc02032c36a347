/** A table that may be wider than the page: it scrolls by itself, also by keys. */
import type { ReactNode } from "react";
import page from "./Page.module.css";

export function WideTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling part has to be reachable by keyboard
    <div className={page.scrolls} role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
