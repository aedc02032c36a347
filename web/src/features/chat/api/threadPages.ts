/** Pages of a contact's thread, read through one conversation. */
import { get } from "@/api/http";
import type { Conversation, ThreadPage } from "@/api/types";
import { desk } from "@/realtime/desk-store";

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
