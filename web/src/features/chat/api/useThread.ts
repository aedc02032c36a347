/** A contact's thread as one conversation shows it: its pages both ways, kept current by the socket, and what is on its way out. */
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { useSignedIn } from "@/api/directory";
import { ApiError } from "@/api/errors";
import { get } from "@/api/http";
import { keys } from "@/api/keys";
import type { Conversation, Message } from "@/api/types";
import { type DeskState, type KnownMessages, noMessages } from "@/realtime/desk-state";
import { desk, useConversationEntity, useDesk } from "@/realtime/desk-store";
import { type Outgoing, useOutbox } from "@/state/outbox";
import { useFolds } from "./folds";
import type { Span } from "./noteRows";
import { LoadedEpisodes } from "./loadedEpisodes";
import { forgetPlace, startOf } from "./places";
import {
  fetchPage,
  foot,
  type LoadedPage,
  type PageParam,
  reachesFoot,
  type ThreadStart,
} from "./threadPages";
import { buildTimeline, type Episode } from "./timeline";
import { useNoteRows } from "./useNoteRows";

const nothing: readonly Message[] = [];
const nothingOnItsWay: readonly Outgoing[] = [];

/** The entity from the desk state; fetched where no list has brought it. */
export function useConversation(id: string) {
  const known = useConversationEntity(id);
  const fetched = useQuery({
    queryKey: keys.conversation(id),
    queryFn: async ({ signal }) => {
      const startedSeq = desk.snapshot().seq;
      const conversation = await get<Conversation>(`/conversations/${id}`, { signal });
      desk.ingest({ conversations: [conversation], startedSeq });
      return conversation.version;
    },
    retry: (count, error) => !(error instanceof ApiError && error.status < 500) && count < 2,
  });
  const gone = fetched.error instanceof ApiError && fetched.error.status === 404;
  return { conversation: gone ? null : known, fetched, gone: gone || (fetched.isSuccess && !known) };
}

/** From where the thread is read; a jump begins anew, elsewhere. */
export function useThreadStart(id: string) {
  const cache = useQueryClient();
  const [reading, setReading] = useState(() => ({
    start: startOf(id, (one) => cache.getQueryData(keys.thread(id, one)) !== undefined),
    turn: 0,
  }));
  const jump = useCallback(
    (start: ThreadStart) => {
      forgetPlace(id);
      setReading(({ turn }) => ({ start, turn: turn + 1 }));
    },
    [id],
  );
  const toFoot = useCallback(() => jump(foot), [jump]);
  return { ...reading, jump, toFoot };
}

export function useThread(conversation: Conversation, start: ThreadStart) {
  const { id } = conversation;
  const me = useSignedIn();
  const pages = useInfiniteQuery({
    queryKey: keys.thread(id, start),
    queryFn: ({ pageParam, signal }) => fetchPage(id, pageParam, signal),
    initialPageParam: { start } as PageParam,
    getNextPageParam: (page) => (page.next_cursor ? { cursor: page.next_cursor } : null),
    getPreviousPageParam: (page) => (page.previous_cursor ? { cursor: page.previous_cursor } : null),
  });
  const known = useMessagesOf(pages.data?.pages, id);
  const outbox = useOutbox().items;
  const data = pages.data?.pages;
  const [held] = useState(() => new LoadedEpisodes(id));
  const episodes = useMemo(
    () => (data ? held.of(data, known, conversation) : []),
    [held, data, known, conversation],
  );
  const { folded, fold } = useFolds(id, episodes, start, data);
  const isAtFoot = data !== undefined && reachesFoot(data);
  const complete = data !== undefined && !pages.hasNextPage;
  const current = episodes.find((one) => one.conversation.id === id);
  const messages = current?.messages ?? nothing;
  const scheduled = current?.scheduled ?? nothing;
  const outgoing = useMemo(() => {
    const mine = isAtFoot ? outbox.filter((item) => item.conversationId === id) : [];
    if (mine.length === 0) return nothingOnItsWay;
    return stillOutgoing(mine, [...messages, ...scheduled], known.get(id) ?? noMessages, me.id);
  }, [outbox, id, messages, scheduled, known, me.id, isAtFoot]);
  const rows = useMemo(
    () => (data ? buildTimeline({ episodes, complete, folded, outgoing, scheduled, me }) : []),
    [data, episodes, complete, folded, outgoing, scheduled, me],
  );
  const spans = useMemo(() => spansOf(episodes, folded, id), [episodes, folded, id]);
  const noted = useMemo(() => spans.map((span) => span.id), [spans]);
  return { rows: useNoteRows(rows, spans, id), messages, episodes, noted, pages, isAtFoot, fold };
}

/** Where notes belong: with the episodes that are shown open, and with the one in which one writes. */
function spansOf(episodes: readonly Episode[], folded: ReadonlySet<string>, id: string): Span[] {
  const open = episodes.filter((one) => one.conversation.id === id || !folded.has(one.conversation.id));
  return open.map(({ conversation, begins, ends }) => ({ id: conversation.id, begins, ends }));
}

/** What is known of the messages of these episodes; the same object while nothing of them changes. */
function useMessagesOf(
  pages: readonly LoadedPage[] | undefined,
  id: string,
): ReadonlyMap<string, KnownMessages> {
  const select = useMemo(() => {
    const ids = [...new Set([id, ...(pages ?? []).flatMap((page) => page.episodes.map((one) => one.id))])];
    let last: ReadonlyMap<string, KnownMessages> | null = null;
    return ({ messages }: DeskState) => {
      if (last && ids.every((one) => last?.get(one) === (messages.get(one) ?? noMessages))) return last;
      last = new Map(ids.map((one) => [one, messages.get(one) ?? noMessages]));
      return last;
    };
  }, [pages, id]);
  return useDesk(select);
}

/** The real message may arrive by the socket before the answer to its request: then it is shown once. */
function stillOutgoing(
  items: readonly Outgoing[],
  messages: readonly Message[],
  known: KnownMessages,
  myId: string,
): Outgoing[] {
  const arrived = messages.filter((message) => message.direction === "out" && message.author.id === myId);
  const used = new Set<string>();
  return items.filter((item) => {
    const real = arrived.find(
      (message) =>
        !used.has(message.id) && saysTheSame(message, item) && (known.get(message.id)?.seq ?? 0) > item.seq,
    );
    if (real) used.add(real.id);
    return !real;
  });
}

/** The server may have shortened a strange file name, so only that there is a file is compared. */
function saysTheSame(message: Message, item: Outgoing): boolean {
  return (message.text ?? "") === item.text && (message.media !== null) === (item.file !== null);
}
