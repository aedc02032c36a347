/** A contact's thread as one conversation shows it: its pages both ways, kept current by the socket, and what is on its way out. */
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useSignedIn } from "@/api/directory";
import { ApiError } from "@/api/errors";
import { get } from "@/api/http";
import { keys } from "@/api/keys";
import type { Conversation, ConversationDetails, Message } from "@/api/types";
import type { DeskState } from "@/realtime/desk-state";
import { desk, useConversationEntity, useDesk } from "@/realtime/desk-store";
import { type Outgoing, useOutbox } from "@/state/outbox";
import { useFolds } from "./folds";
import { forgetPlace, startOf } from "./places";
import {
  episodesOf,
  fetchPage,
  foot,
  type LoadedPage,
  type PageParam,
  reachesFoot,
  type ThreadStart,
} from "./threadPages";
import { buildTimeline, type Episode, partedByTime } from "./timeline";
import { useNoteRows } from "./useNoteRows";

const nothing: readonly Message[] = [];
const nothingKnown: DeskState["messages"][string] = {};

/** The entity from the desk state; fetched where no list has brought it. */
export function useConversation(id: string) {
  const known = useConversationEntity(id);
  const fetched = useQuery({
    queryKey: keys.conversation(id),
    queryFn: async ({ signal }) => {
      const startedSeq = desk.snapshot().seq;
      const { typification, ...conversation } = await get<ConversationDetails>(`/conversations/${id}`, {
        signal,
      });
      const typifications = typification ? [typification] : [];
      desk.ingest({ conversations: [conversation], typifications, startedSeq });
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
  const { folded, fold } = useFolds(id);
  useEffect(() => {
    if (start.kind === "message") fold(start.episode, false);
  }, [start, fold]);
  const data = pages.data?.pages;
  const loaded = useMemo(
    () => (data ? episodesOf(data, known, conversation) : []),
    [data, known, conversation],
  );
  const isAtFoot = data !== undefined && reachesFoot(data);
  const complete = data !== undefined && !pages.hasNextPage;
  const all = loaded.find((one) => one.conversation.id === id)?.messages ?? nothing;
  const { said: messages, scheduled } = useMemo(() => partedByTime(all), [all]);
  const episodes = useMemo(
    () => loaded.map((one) => ({ ...one, messages: partedByTime(one.messages).said })),
    [loaded],
  );
  const outgoing = useMemo(() => {
    const mine = isAtFoot ? outbox.filter((item) => item.conversationId === id) : [];
    return stillOutgoing(mine, all, known[id] ?? {}, me.id);
  }, [outbox, id, all, known, me.id, isAtFoot]);
  const rows = useMemo(
    () => (data ? buildTimeline({ episodes, complete, folded, outgoing, scheduled, me }) : []),
    [data, episodes, complete, folded, outgoing, scheduled, me],
  );
  const spans = useMemo(() => spansOf(episodes, id), [episodes, id]);
  return { rows: useNoteRows(rows, spans, id), messages, episodes, pages, isAtFoot, fold };
}

/** Where notes belong: those of earlier episodes are read with their own episode. */
function spansOf(episodes: readonly Episode[], id: string) {
  return episodes
    .filter((one) => one.conversation.id === id)
    .map(({ begins, ends }) => ({ id, begins, ends }));
}

/** What is known of the messages of these episodes; the same object while nothing of them changes. */
function useMessagesOf(pages: readonly LoadedPage[] | undefined, id: string): DeskState["messages"] {
  const select = useMemo(() => {
    const ids = new Set([id, ...(pages ?? []).flatMap((page) => page.episodes.map((one) => one.id))]);
    let last: DeskState["messages"] = {};
    return (state: DeskState) => {
      const next = Object.fromEntries([...ids].map((one) => [one, state.messages[one] ?? nothingKnown]));
      if ([...ids].every((one) => last[one] === next[one])) return last;
      last = next;
      return last;
    };
  }, [pages, id]);
  return useDesk(select);
}

/** The real message may arrive by the socket before the answer to its request: then it is shown once. */
function stillOutgoing(
  items: readonly Outgoing[],
  messages: readonly Message[],
  known: DeskState["messages"][string],
  myId: string,
): Outgoing[] {
  const arrived = messages.filter((message) => message.direction === "out" && message.author.id === myId);
  const used = new Set<string>();
  return items.filter((item) => {
    const real = arrived.find(
      (message) =>
        !used.has(message.id) && saysTheSame(message, item) && (known[message.id]?.seq ?? 0) > item.seq,
    );
    if (real) used.add(real.id);
    return !real;
  });
}

/** The server may have shortened a strange file name, so only that there is a file is compared. */
function saysTheSame(message: Message, item: Outgoing): boolean {
  return (message.text ?? "") === item.text && (message.media !== null) === (item.file !== null);
}
