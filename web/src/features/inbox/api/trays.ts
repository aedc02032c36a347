/** The trays of the inbox: what belongs in each, in which order, and who may see it. Pure. */
import type { Conversation, ConversationState, Counters, Me, Queue } from "@/api/types";
import { shortNumber } from "@/i18n/format";
import type { Known } from "@/realtime/desk-state";
import { type Filters, matches } from "./filters";

/** Those side by side under the head; what is put off is reached by the head's menu. */
export const trays = ["open", "new", "pending", "in_progress", "resolved"] as const;
export type Tray = (typeof trays)[number] | "snoozed";

const lateAfterMsByDefault = 10 * 60_000;

/** After how long a wait is late: the queue's own target where it has one. */
export function lateAfterMs(queue: Queue | undefined): number {
  return queue?.target_seconds ? queue.target_seconds * 1000 : lateAfterMsByDefault;
}

const openStates: readonly ConversationState[] = ["new", "pending", "in_progress"];

export function trayOf(text: string | null): Tray {
  return text === "snoozed" ? text : (trays.find((tray) => tray === text) ?? "open");
}

export function belongs(conversation: Conversation, tray: Tray, me: Me): boolean {
  const at = conversation.snoozed_until ? "snoozed" : conversation.state;
  const fits = tray === "open" ? openStates.some((state) => state === at) : at === tray;
  return fits && conversation.merged_into === null && !conversation.is_history && isMine(conversation, me);
}

/** Agents see their own and the waiting ones of their queues; others what their scope sends them. */
function isMine(conversation: Conversation, me: Me): boolean {
  if (me.role !== "agent") return true;
  if (conversation.assignee) return conversation.assignee.id === me.id;
  return conversation.state !== "new" || me.queues.includes(conversation.queue_id);
}

export interface TrayPage {
  ids: string[];
  next_cursor: string | null;
  startedSeq: number;
}

/** What stands in a tray: what its pages list and what events brought since they were fetched, if it belongs there. */
export function standsIn(
  tray: Tray,
  filters: Filters,
  pages: readonly TrayPage[],
  me: Me,
): (known: Known<Conversation>) => boolean {
  const since = pages[0]?.startedSeq ?? Number.POSITIVE_INFINITY;
  const listed = new Set(pages.flatMap((page) => page.ids));
  return ({ item, seq }) =>
    (listed.has(item.id) || seq > since) && belongs(item, tray, me) && matches(item, filters, me);
}

/** By whole second of the last message, as the provider counts, then by last change. */
export function newestActivityFirst(one: Conversation, other: Conversation): number {
  const bySecond = activitySecond(other) - activitySecond(one);
  if (bySecond !== 0) return bySecond;
  return alphabetically(other.updated_at, one.updated_at) || alphabetically(one.id, other.id);
}

/** Instants and ids are plain letters: their order needs no language, which would cost ten times as much. */
function alphabetically(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Entities are never changed but replaced, so that what was reckoned of one stays true. */
const seconds = new WeakMap<Conversation, number>();

function activitySecond(conversation: Conversation): number {
  const known = seconds.get(conversation);
  if (known !== undefined) return known;
  const second = reckonedSecond(conversation);
  seconds.set(conversation, second);
  return second;
}

function reckonedSecond(conversation: Conversation): number {
  const saidMs = Date.parse(conversation.last_message?.occurred_at ?? conversation.opened_at);
  const wokenMs = conversation.woken_at ? Date.parse(conversation.woken_at) : 0;
  return Math.floor(Math.max(saidMs, wokenMs) / 1000);
}

function countOf(tray: Tray, counters: Counters): number | null {
  if (tray !== "open") return counters[tray];
  const { new: waiting, pending, in_progress } = counters;
  if (waiting === null || pending === null || in_progress === null) return null;
  return waiting + pending + in_progress;
}

/** The API counts resolved ones to here and no further. */
const mostResolved = 100;
const noFigure = "–";

export function shownCount(tray: Tray, counters: Counters): string {
  const count = countOf(tray, counters);
  if (count === null) return noFigure;
  return tray === "resolved" && count >= mostResolved ? `${mostResolved - 1}+` : shortNumber(count);
}

export function waitingMs(conversation: Conversation, nowMs: number): number {
  return conversation.waiting_since ? Math.max(0, nowMs - Date.parse(conversation.waiting_since)) : 0;
}

/**
 * The order shown while a person points at the list: rows stay where they are, rows further down are added,
 * and what would push in above waits until the list is let go.
 */
export function steadyOrder(shown: readonly string[], wanted: readonly string[]): string[] {
  const still = new Set(wanted);
  const kept = shown.filter((id) => still.has(id));
  const have = new Set(kept);
  const lowest = wanted.findLastIndex((id) => have.has(id));
  return [...kept, ...wanted.slice(lowest + 1).filter((id) => !have.has(id))];
}
