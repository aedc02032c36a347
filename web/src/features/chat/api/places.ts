/** Where one was reading in each thread, for this tab: kept while one looks elsewhere, and through a reload. */
import type { VirtualItem } from "@tanstack/react-virtual";
import { foot, type ThreadStart } from "./threadPages";

const storageKey = "hilo.places";
const mostKept = 60;

export interface Place {
  /** From where the pages were loaded in which one reads. */
  start: ThreadStart;
  offset: number;
  atEnd: boolean;
  measurements: VirtualItem[];
  /** The message at the upper edge, and how far above the edge it begins. */
  anchor: { id: string; episode: string; offset: number } | null;
}

type Kept = Pick<Place, "atEnd" | "anchor">;

const places = new Map<string, Place>();

export function placeIn(conversationId: string): Place | undefined {
  return places.get(conversationId);
}

export function rememberPlace(conversationId: string, place: Place): void {
  places.delete(conversationId);
  places.set(conversationId, place);
  const kept = [...places].slice(-mostKept).map(([id, { atEnd, anchor }]): [string, Kept] => {
    return [id, { atEnd, anchor }];
  });
  write({ ...read(), ...Object.fromEntries(kept) });
}

export function forgetPlace(conversationId: string): void {
  places.delete(conversationId);
  const { [conversationId]: _gone, ...rest } = read();
  write(rest);
}

/** What was measured of a thread that is not loaded any more; where one was in it is remembered. */
export function forgetHeights(conversationId: string): void {
  places.delete(conversationId);
}

export function forgetPlaces(): void {
  places.clear();
  write({});
}

/** Where to begin: among pages that are still loaded, else about the message that one was at. */
export function startOf(conversationId: string, isLoaded: (start: ThreadStart) => boolean): ThreadStart {
  const place = places.get(conversationId);
  if (place && isLoaded(place.start)) return place.start;
  places.delete(conversationId);
  const kept = place ?? read()[conversationId];
  return kept?.anchor && !kept.atEnd ? { kind: "message", ...kept.anchor } : foot;
}

function read(): Record<string, Kept> {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey) ?? "{}") as Record<string, Kept>;
  } catch {
    return {};
  }
}

function write(kept: Record<string, Kept>): void {
  try {
    const entries = Object.entries(kept).slice(-mostKept);
    sessionStorage.setItem(storageKey, JSON.stringify(Object.fromEntries(entries)));
  } catch {
    // A full or forbidden storage: places last as long as the page.
  }
}
