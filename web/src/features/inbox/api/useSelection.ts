/** Which rows are chosen for an action on many; what is not in the list any more is not chosen either. */
import { useMemo, useState } from "react";

export interface Selection {
  ids: ReadonlySet<string>;
  toggle: (id: string) => void;
  /** Choose all from where choosing began, else from a given row, up to here. */
  extendTo: (id: string, from?: string | null) => void;
  only: (ids: readonly string[]) => void;
  clear: () => void;
}

export function useSelection(order: readonly string[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [anchor, setAnchor] = useState<string | null>(null);
  const ids = useMemo(
    () => (chosen.size === 0 ? chosen : new Set(order.filter((id) => chosen.has(id)))),
    [chosen, order],
  );

  function toggle(id: string): void {
    const next = new Set(ids);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
    setAnchor(id);
  }

  function extendTo(id: string, begun: string | null = null): void {
    const start = ids.size > 0 ? anchor : begun;
    const from = start === null ? -1 : order.indexOf(start);
    const to = order.indexOf(id);
    if (from < 0) return toggle(id);
    setAnchor(start);
    setChosen(new Set([...ids, ...order.slice(Math.min(from, to), Math.max(from, to) + 1)]));
  }

  function only(kept: readonly string[]): void {
    setChosen(new Set(kept));
    setAnchor(kept.at(-1) ?? null);
  }

  return { ids, toggle, extendTo, only, clear: () => only([]) };
}
