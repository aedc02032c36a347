/**
 * The list is one tab stop: arrows and J / K move the focus between rows, Enter opens the focused one, X chooses it,
 * Shift and an arrow choose on.
 */
import type { Virtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type RefCallback, useCallback, useRef, useState } from "react";
import { useShortcut } from "@/ui/shortcuts";
import type { Selection } from "../api/useSelection";

export function useRowFocus(
  order: readonly string[],
  selectedId: string | null,
  list: Virtualizer<HTMLDivElement, Element>,
  selection: Selection,
) {
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const elements = useRef(new Map<string, HTMLAnchorElement>());
  const current = focusedId && order.includes(focusedId) ? focusedId : selectedId;
  const tabbableId = current && order.includes(current) ? current : (order[0] ?? null);

  function focusAt(index: number): void {
    const id = order[index];
    if (id === undefined) return;
    list.scrollToIndex(index, { align: "auto" });
    setFocusedId(id);
    requestAnimationFrame(() => elements.current.get(id)?.focus());
  }

  function step(by: number): void {
    const at = current ? order.indexOf(current) : -1;
    focusAt(Math.min(order.length - 1, Math.max(0, at + by)));
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const target = targetOf(event.key, current ? order.indexOf(current) : -1, order.length - 1);
    if (target === null) return;
    event.preventDefault();
    if (event.shiftKey) selection.extendTo(order[target] ?? "", current);
    focusAt(target);
  }

  useShortcut("x", () => (current ? selection.toggle(current) : undefined));
  useShortcut("escape", selection.clear);
  useShortcut("j", () => step(1));
  useShortcut("k", () => step(-1));

  /** Finds a row again by the id that it carries; the same for all of them, so that none is drawn anew for it. */
  const rowRef: RefCallback<HTMLAnchorElement> = useCallback((element) => {
    const id = element?.dataset.conversation;
    if (!element || !id) return;
    elements.current.set(id, element);
    return () => {
      elements.current.delete(id);
    };
  }, []);

  return { tabbableId, onKeyDown, onFocusRow: setFocusedId, rowRef };
}

function targetOf(key: string, at: number, last: number): number | null {
  switch (key) {
    case "ArrowDown":
      return Math.min(last, at + 1);
    case "ArrowUp":
      return Math.max(0, at - 1);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}
