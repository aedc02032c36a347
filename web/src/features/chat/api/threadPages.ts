/** Pages of a contact's thread, read through one conversation, and what they and the socket's events show together. */
import { get } from "@/api/http";
import type { Conversation, Message, ThreadPage } from "@/api/types";
import type { DeskState } from "@/realtime/desk-state";
import { desk } from "@/realtime/desk-store";
import { inReadingOrder } from "./readingOrder";
import type { Episode } from "./timeline";

export const pageSize = 40;

/** Where reading begins: at the foot, about a message, or at an instant. */
export type ThreadStart =
  | { kind: "foot" }
  | { kind: "message"; id: string; episode: string; offset?: number }
  | { kind: "instant"; at: string };

export const foot: ThreadStart = { kind: "foot" };

export type PageParam = { cursor: string } | { start: ThreadStart };

export interface LoadedPage {
  /** Newest first, as they came. */
  ids: { episode: string; message: string }[];
  /** From the foot upwards. */
  episodes: Conversation[];
  next_cursor: string | null;
  previous_cursor: string | null;
  anchor: string | null;
  startedSeq: number;
}

export async function fetchPage(id: string, param: PageParam, signal: AbortSignal): Promise<LoadedPage> {
  const startedSeq = desk.snapshot().seq;
  const query = { ...queryOf(param), limit: pageSize };
  const page = await get<ThreadPage>(`/conversations/${id}/thread`, { query, signal });
  desk.ingest({ messages: page.items, typifications: page.typifications, startedSeq });
  return {
    ids: page.items.map((one) => ({ episode: one.conversation_id, message: one.id })),
    episodes: page.episodes,
    next_cursor: page.next_cursor,
    previous_cursor: page.previous_cursor,
    anchor: page.anchor,
    startedSeq,
  };
}

function queryOf(param: PageParam): Record<string, string> {
  if ("cursor" in param) return { cursor: param.cursor };
  const { start } = param;
  if (start.kind === "message") return { message: start.id, episode: start.episode };
  return start.kind === "instant" ? { at: start.at } : {};
}

/** Whether what comes now belongs below what is loaded. */
export function reachesFoot(pages: readonly LoadedPage[]): boolean {
  return pages[0]?.previous_cursor === null;
}

/**
 * The episodes of the pages in the order of the thread. What came since to the open one is shown where its foot is
 * loaded: an older message known from an event alone would leave a hole.
 */
export function episodesOf(
  pages: readonly LoadedPage[],
  known: DeskState["messages"],
  current: Conversation,
): Episode[] {
  const listed = new Map<string, Set<string>>();
  const conversations = new Map<string, Conversation>();
  for (const page of pages) {
    for (const one of page.episodes) conversations.set(one.id, one.id === current.id ? current : one);
    for (const { episode, message } of page.ids) {
      listed.set(episode, (listed.get(episode) ?? new Set()).add(message));
    }
  }
  const since = reachesFoot(pages) ? (pages[0]?.startedSeq ?? 0) : Number.POSITIVE_INFINITY;
  const complete = pages.at(-1)?.next_cursor === null;
  const downwards = [...conversations.values()].reverse();
  return downwards.map((conversation, index) => {
    const ids = listed.get(conversation.id);
    const fresh = conversation.id === current.id ? since : Number.POSITIVE_INFINITY;
    return {
      conversation,
      messages: messagesOf(known[conversation.id] ?? {}, ids, fresh),
      begins: index > 0 || complete,
      ends: index < downwards.length - 1 || reachesFoot(pages),
    };
  });
}

function messagesOf(
  known: DeskState["messages"][string],
  listed: ReadonlySet<string> | undefined,
  since: number,
): Message[] {
  return Object.entries(known)
    .filter(([id, one]) => listed?.has(id) || one.seq > since)
    .map(([, one]) => one.item)
    .sort(inReadingOrder);
}
