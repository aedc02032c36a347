/** Pages of a conversation's messages, kept current by the socket, and what is still on its way out. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useSignedIn } from "@/api/directory";
import { ApiError } from "@/api/errors";
import { get } from "@/api/http";
import { keys } from "@/api/keys";
import type { Conversation, Message, Page } from "@/api/types";
import type { DeskState } from "@/realtime/desk-state";
import { desk, useConversationEntity, useDesk } from "@/realtime/desk-store";
import { type Outgoing, useOutbox } from "@/state/outbox";
import { buildTimeline, inReadingOrder, partedByTime } from "./timeline";

const pageSize = 40;
const nothingKnown: DeskState["messages"][string] = {};

interface MessagePage {
  ids: string[];
  next_cursor: string | null;
  startedSeq: number;
}

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

export function useThread(conversation: Conversation) {
  const { id } = conversation;
  const me = useSignedIn();
  const pages = useInfiniteQuery({
    queryKey: keys.messages(id),
    queryFn: ({ pageParam, signal }) => fetchPage(id, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const known = useDesk((state) => state.messages[id] ?? nothingKnown);
  const outbox = useOutbox().items;
  const data = pages.data?.pages;
  const complete = data !== undefined && !pages.hasNextPage;
  const all = useMemo(() => (data ? shownMessages(data, known) : []), [data, known]);
  const { said: messages, scheduled } = useMemo(() => partedByTime(all), [all]);
  const outgoing = useMemo(() => {
    const mine = outbox.filter((item) => item.conversationId === id);
    return stillOutgoing(mine, all, known, me.id);
  }, [outbox, id, all, known, me.id]);
  const rows = useMemo(
    () => (data ? buildTimeline({ conversation, messages, outgoing, scheduled, complete, me }) : []),
    [data, conversation, messages, outgoing, scheduled, complete, me],
  );
  return { rows, messages, pages };
}

async function fetchPage(id: string, cursor: string | null, signal: AbortSignal): Promise<MessagePage> {
  const startedSeq = desk.snapshot().seq;
  const query = { cursor, limit: pageSize };
  const page = await get<Page<Message>>(`/conversations/${id}/messages`, { query, signal });
  desk.ingest({ messages: page.items, startedSeq });
  return { ids: page.items.map((one) => one.id), next_cursor: page.next_cursor, startedSeq };
}

/** What the pages list, and what came since: an older message known from an event alone would leave a hole. */
function shownMessages(pages: readonly MessagePage[], known: DeskState["messages"][string]): Message[] {
  const since = pages[0]?.startedSeq ?? Number.POSITIVE_INFINITY;
  const listed = new Set(pages.flatMap((page) => page.ids));
  return Object.entries(known)
    .filter(([id, one]) => listed.has(id) || one.seq > since)
    .map(([, one]) => one.item)
    .sort(inReadingOrder);
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
