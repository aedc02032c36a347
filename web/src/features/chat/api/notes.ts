/** Notes and whispers of conversations: fetched, kept current by the socket, changed by their author. */
import { useQueries, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useSignedIn } from "@/api/directory";
import { get, patch, post } from "@/api/http";
import { keys } from "@/api/keys";
import type { Conversation, Mentionable, Note, Page, Revision, Whisper } from "@/api/types";
import { house, useHouse } from "@/realtime/house";
import { useHeardUpTo } from "@/state/heard";

export const noteLimit = 2000;
const pageSize = 100;
/** A conversation has few; whoever writes more reads the newest. */
const mostPages = 10;

async function allPages<T>(path: string, signal: AbortSignal): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const answer: Page<T> = await get<Page<T>>(path, { query: { cursor, limit: pageSize }, signal });
    found.push(...answer.items);
    cursor = answer.next_cursor;
    if (!cursor) break;
  }
  return found;
}

/** Of the conversation itself, or of an earlier episode that is in sight through it alone. */
function notesQuery(id: string, through: string) {
  const path = id === through ? `/conversations/${id}/notes` : `/conversations/${through}/thread/${id}/notes`;
  return {
    queryKey: [...keys.notes(id), through],
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      const notes = await allPages<Note>(path, signal);
      house.learn({ notes });
      return notes.length;
    },
    staleTime: 0,
  };
}

/** The notes of these episodes, oldest first, read through one of them. */
export function useNotesOf(ids: readonly string[], through: string): readonly Note[] {
  useQueries({ queries: ids.map((id) => notesQuery(id, through)) });
  const known = useHouse((state) => state.notes);
  const named = ids.join(" ");
  return useMemo(
    () => sortedById(named.split(" ").flatMap((id) => Object.values(known[id] ?? {}))),
    [known, named],
  );
}

/** Whether notes of these episodes could not be fetched, and the way to try again. */
export function useNotesTrouble(ids: readonly string[], through: string) {
  const failed = useQueries({ queries: ids.map((id) => notesQuery(id, through)) }).filter(
    (one) => one.isError,
  );
  return {
    isError: failed.length > 0,
    retry: () => {
      for (const one of failed) void one.refetch();
    },
  };
}

/** Who may be mentioned changes with the holder, and with who may see a waiting one. */
export function useMentionable(conversation: Conversation): readonly Mentionable[] {
  const { data } = useQuery({
    queryKey: [...keys.mentionable(conversation.id), conversation.assignee?.id, conversation.state],
    queryFn: async () =>
      (await get<{ items: Mentionable[] }>(`/conversations/${conversation.id}/mentionable`)).items,
  });
  return data ?? none;
}

const none: readonly Mentionable[] = [];

export function useRevisions(note: Note, enabled: boolean) {
  return useQuery({
    queryKey: keys.revisions(note.id, note.version),
    queryFn: async () => (await get<{ items: Revision[] }>(`${path(note)}/revisions`)).items,
    enabled,
  });
}

function path(note: Pick<Note, "id" | "conversation_id">): string {
  return `/conversations/${note.conversation_id}/notes/${note.id}`;
}

export async function editNote(
  conversationId: string,
  changes: { id: string; version: number },
  body: { text: string; mentions: string[] },
): Promise<void> {
  const { id, version } = changes;
  const note = await patch<Note>(path({ id, conversation_id: conversationId }), body, { version });
  house.learn({ notes: [note] });
}

export async function removeNote(note: Note): Promise<void> {
  house.learn({ notes: [await post<Note>(`${path(note)}/remove`, {})] });
}

const toldAsRead = new Set<string>();

/** Mentions of the reader in notes that are shown count as read. A failure is harmless: they stay unread. */
export function useReadMentions(notes: readonly Note[]): void {
  const me = useSignedIn();
  useEffect(() => {
    const fresh = notes
      .filter(({ id, mentions }) => !toldAsRead.has(id) && mentions.some((one) => one.id === me.id))
      .map((note) => note.id)
      .slice(-pageSize);
    if (fresh.length === 0) return;
    for (const id of fresh) toldAsRead.add(id);
    post("/me/mentions/read", { note_ids: fresh }).catch(() => {
      for (const id of fresh) toldAsRead.delete(id);
    });
  }, [notes, me.id]);
}

// whispers --------------------------------------------------------------------------

export interface SideLine {
  whispers: readonly Whisper[];
  /** How many of others came since the reader last listened. */
  unheard: number;
  isPending: boolean;
  isError: boolean;
  retry: () => void;
}

/** Whether somebody takes part in the side line of a conversation: its holder and supervisors. */
export function useMayWhisper(conversation: Conversation): boolean {
  const me = useSignedIn();
  const holds = conversation.assignee?.id === me.id;
  return (
    me.permissions.includes("whispers.write") && (holds || me.permissions.includes("whispers.supervise"))
  );
}

export function useSideLine(conversation: Conversation): SideLine {
  const { id } = conversation;
  const me = useSignedIn();
  const { isPending, isError, refetch } = useQuery({
    queryKey: keys.whispers(id),
    queryFn: async ({ signal }) => {
      const whispers = await allPages<Whisper>(`/conversations/${id}/whispers`, signal);
      house.learn({ whispers });
      return whispers.length;
    },
    staleTime: 0,
  });
  const known = useHouse((state) => state.whispers[id]);
  const whispers = useMemo(() => sortedById(Object.values(known ?? {})), [known]);
  const upTo = useHeardUpTo(id);
  const unheard = whispers.filter((one) => one.author.id !== me.id && one.id > upTo).length;
  return { whispers, unheard, isPending, isError, retry: () => void refetch() };
}

/** Ids begin with their instant. */
function sortedById<T extends { id: string }>(items: readonly T[]): readonly T[] {
  return [...items].sort((one, other) => (one.id < other.id ? -1 : 1));
}
