/**
 * The scrolling of a timeline: virtual, newest at the foot. Stays at the foot while the reader is there, keeps its
 * place when messages come in above or below, finds it again later, and goes to a message that is asked for.
 */
import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { ShownRow } from "./noteRows";
import { placeIn, rememberPlace } from "./places";
import type { ThreadStart } from "./threadPages";

export const nearEndPx = 48;
const tailPx = 12;
const mostFrames = 40;
const steadyFrames = 4;

/** A row to bring into view, so far below the upper edge; without a distance, into the middle. */
export interface Target {
  key: string;
  offset: number | null;
}

interface Scrolled {
  conversationId: string;
  start: ThreadStart;
  rows: readonly ShownRow[];
  isAtFoot: boolean;
  target: Target | null;
}

export function useThreadScroll({ conversationId, start, rows, isAtFoot, target }: Scrolled) {
  const frame = useRef<HTMLDivElement>(null);
  const space = useRef<HTMLDivElement>(null);
  const [place] = useState(() => {
    const kept = placeIn(conversationId);
    return kept && sameStart(kept.start, start) ? kept : undefined;
  });
  const beginsAtFoot = place ? place.atEnd : target === null;
  const [atEnd, setAtEnd] = useState(beginsAtFoot);
  // The same function while the rows are: another one has every row measured anew.
  const getItemKey = useCallback((index: number) => rows[index]?.key ?? index, [rows]);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: (index) => (rows[index]?.kind === "message" ? 58 : 40),
    getItemKey,
    overscan: 8,
    paddingEnd: tailPx,
    anchorTo: "end",
    followOnAppend: isAtFoot,
    scrollEndThreshold: nearEndPx,
    initialOffset: place?.offset ?? 0,
    initialMeasurementsCache: place?.measurements ?? [],
    onChange: (instance) => {
      setAtEnd(instance.isAtEnd(nearEndPx));
      if (!instance.isScrolling) remember(instance);
    },
  });

  function remember(instance: Virtualizer<HTMLDivElement, Element>) {
    const edge = instance.scrollOffset ?? 0;
    const first = instance
      .getVirtualItems()
      .find((item) => item.end > edge && rows[item.index]?.kind === "message");
    const row = first ? rows[first.index] : undefined;
    rememberPlace(conversationId, {
      start,
      offset: edge,
      atEnd: isAtFoot && instance.isAtEnd(nearEndPx),
      measurements: instance.takeSnapshot(),
      anchor:
        first && row?.kind === "message"
          ? { id: row.message.id, episode: row.message.conversation_id, offset: first.start - edge }
          : null,
    });
  }

  const latest = useRef({ rows, remember });
  useLayoutEffect(() => {
    latest.current = { rows, remember };
  });
  useLayoutEffect(() => {
    if (beginsAtFoot) list.scrollToEnd();
  }, [list, beginsAtFoot]);

  // Who leaves in the middle of a movement comes back to where it had come.
  useEffect(() => {
    const leave = () => latest.current.remember(list);
    window.addEventListener("pagehide", leave);
    return () => window.removeEventListener("pagehide", leave);
  }, [list]);

  // A growing composer takes height from the timeline, and rows grow; who reads its foot stays there.
  const staysAtFoot = useRef(beginsAtFoot);
  useEffect(() => {
    if (!frame.current || !space.current) return;
    const observer = new ResizeObserver(() => {
      if (staysAtFoot.current) list.scrollToEnd();
    });
    observer.observe(frame.current);
    observer.observe(space.current);
    return () => observer.disconnect();
  }, [list]);

  // What holds a row in its place until the reader, or the way to the foot, moves on.
  const release = useRef(() => {});
  const reach = useCallback(
    (to: Target) => {
      const index = latest.current.rows.findIndex((row) => row.key === to.key);
      if (index < 0) return;
      staysAtFoot.current = false;
      list.scrollToIndex(index, { align: to.offset === null ? "center" : "start" });
      release.current = keepInPlace(frame, index, to.offset);
      return release.current;
    },
    [list],
  );
  const toEnd = useCallback(() => {
    release.current();
    staysAtFoot.current = true;
    list.scrollToEnd();
  }, [list]);
  // It may have to be unfolded first.
  const isThere = useMemo(() => rows.some((row) => row.key === target?.key), [rows, target]);
  useEffect(() => (target && isThere && !place ? reach(target) : undefined), [target, isThere, place, reach]);

  const onScroll = () => {
    staysAtFoot.current = isAtFoot && list.isAtEnd(nearEndPx);
  };
  return { frame, space, list, atEnd: atEnd && isAtFoot, toEnd, onScroll };
}

/** Rows take their heights only when they are drawn: the one asked for is held until all stands still. */
function keepInPlace(frame: RefObject<HTMLDivElement | null>, index: number, offset: number | null) {
  let frames = 0;
  let steady = 0;
  let over = false;
  const stop = () => {
    over = true;
    for (const name of interruptions) frame.current?.removeEventListener(name, stop);
  };
  const interruptions = ["wheel", "touchstart", "keydown", "pointerdown"] as const;
  for (const name of interruptions) frame.current?.addEventListener(name, stop, { passive: true });
  const step = () => {
    const log = frame.current;
    if (over || !log) return;
    const row = log.querySelector(`[data-index="${index}"]`);
    const moved = row ? wayTo(row, log, offset) : 0;
    log.scrollTop += moved;
    steady = row && Math.abs(moved) < 1 ? steady + 1 : 0;
    frames += 1;
    if (frames < mostFrames && steady < steadyFrames) requestAnimationFrame(step);
    else stop();
  };
  requestAnimationFrame(step);
  return stop;
}

function wayTo(row: Element, log: HTMLElement, offset: number | null): number {
  const at = row.getBoundingClientRect();
  const within = log.getBoundingClientRect();
  const wanted = offset ?? Math.max(0, (within.height - at.height) / 2);
  return Math.round(at.top - within.top - wanted);
}

function sameStart(one: ThreadStart, other: ThreadStart): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
