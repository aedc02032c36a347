/** Alt and an arrow open the next unread chat of the list, from the open one on and around its end. */
import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import type { DeskState } from "@/realtime/desk-state";

export function useNextUnread(
  order: readonly string[],
  known: DeskState["conversations"],
  openId: string | null,
  hrefOf: (id: string) => string,
): void {
  const [, navigate] = useLocation();
  const latest = useRef({ order, known, openId, hrefOf, navigate });
  latest.current = { order, known, openId, hrefOf, navigate };
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const step = steps[event.key];
      if (!step || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (document.querySelector("[role='dialog'][aria-modal='true']")) return;
      event.preventDefault();
      const now = latest.current;
      const next = nextUnread(now.order, now.known, now.openId, step);
      if (next) now.navigate(now.hrefOf(next));
    }
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

const steps: Record<string, 1 | -1 | undefined> = { ArrowDown: 1, ArrowUp: -1 };

function nextUnread(
  order: readonly string[],
  known: DeskState["conversations"],
  openId: string | null,
  step: 1 | -1,
): string | null {
  const from = openId === null ? -1 : order.indexOf(openId);
  const start = from < 0 && step < 0 ? 0 : from;
  for (let count = 1; count <= order.length; count += 1) {
    const id = order[(start + step * count + order.length * 2) % order.length];
    if (id !== undefined && id !== openId && (known.get(id)?.item.unread_count ?? 0) > 0) return id;
  }
  return null;
}
