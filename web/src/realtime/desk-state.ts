/**
 * What this tab knows of conversations and messages, as a pure reducer. Of each entity the highest version is
 * kept, whatever the order of arrival; a conversation lost from sight stays away until a later event or a later
 * fetch shows it again. `seq` counts events: what a fetch could not yet contain is told by it.
 */
import type { Conversation, Message, Typification } from "@/api/types";
import type { DeskEvent } from "./events";
import { Shelf } from "./shelf";

export interface Known<T> {
  readonly item: T;
  /** Number of the last event that brought a newer version; 0 when only fetched. */
  readonly seq: number;
  /** Instant of that event, or null. */
  readonly at: string | null;
}

interface Left {
  readonly seq: number;
  readonly at: string;
}

export interface DeskState {
  readonly seq: number;
  readonly conversations: Shelf<Known<Conversation>>;
  /** By conversation. */
  readonly messages: Shelf<KnownMessages>;
  readonly left: Shelf<Left>;
  /** The newest of each conversation; it holds only for the closing that it names. */
  readonly typifications: Shelf<Typification>;
}

export type KnownMessages = Shelf<Known<Message>>;

export const noMessages: KnownMessages = Shelf.empty();

export const emptyDesk: DeskState = {
  seq: 0,
  conversations: Shelf.empty(),
  messages: Shelf.empty(),
  left: Shelf.empty(),
  typifications: Shelf.empty(),
};

export interface Fetched {
  conversations?: readonly Conversation[];
  messages?: readonly Message[];
  typifications?: readonly Typification[];
  /** `seq` when the request was sent. */
  startedSeq: number;
}

export function applyEvent(before: DeskState, event: DeskEvent): DeskState {
  const state = { ...before, seq: before.seq + 1 };
  const { conversation, message, head, conversation_id, typification } = event.data;
  if (event.type === "conversation.left") {
    return conversation_id ? leave(state, conversation_id, event.at) : state;
  }
  let after: DeskState = typification ? withTypification(state, typification) : state;
  for (const one of [...(conversation ? [conversation] : []), ...(head ?? [])]) {
    after = withConversation(after, one, event.at);
  }
  return message ? withMessage(after, message, event.at) : after;
}

export function applyFetched(before: DeskState, fetched: Fetched): DeskState {
  const conversations = fetched.conversations ?? [];
  const state =
    conversations.length > 0 ? withFetchedConversations(before, conversations, fetched.startedSeq) : before;
  const messages = fetched.messages ?? [];
  const told = messages.length > 0 ? withFetchedMessages(state, messages) : state;
  return (fetched.typifications ?? []).reduce(withTypification, told);
}

function withTypification(state: DeskState, item: Typification): DeskState {
  const known = state.typifications.get(item.conversation_id);
  if (known && known.version >= item.version) return state;
  return { ...state, typifications: state.typifications.with([[item.conversation_id, item]]) };
}

/** Of these conversations only the message stays that the list shows as their last. */
export function thinned(state: DeskState, ids: Iterable<string>): DeskState {
  let { messages } = state;
  for (const id of ids) {
    const thread = messages.get(id);
    if (!thread) continue;
    const last = state.conversations.get(id)?.item.last_message;
    const shown = last ? thread.get(last.id) : undefined;
    if (!last || !shown) messages = messages.without(id);
    else if (thread.size > 1) messages = messages.with([[id, Shelf.of([[last.id, shown]])]]);
  }
  return messages === state.messages ? state : { ...state, messages };
}

function withConversation(state: DeskState, item: Conversation, at: string): DeskState {
  const left = state.left.get(item.id);
  if (left && at <= left.at) return state;
  const known = state.conversations.get(item.id);
  const isNews = !known || known.item.version < item.version;
  const seen: Known<Conversation> = {
    item: isNews ? item : known.item,
    seq: known && known.item.version > item.version ? known.seq : state.seq,
    at: later(known?.at ?? null, at),
  };
  return { ...state, conversations: state.conversations.with([[item.id, seen]]) };
}

function withMessage(state: DeskState, item: Message, at: string): DeskState {
  const left = state.left.get(item.conversation_id);
  if (left && at <= left.at) return state;
  const thread = state.messages.get(item.conversation_id) ?? noMessages;
  const known = thread.get(item.id);
  if (known && known.item.version >= item.version) return state;
  const after = thread.with([[item.id, { item, seq: state.seq, at }]]);
  return { ...state, messages: state.messages.with([[item.conversation_id, after]]) };
}

function leave(state: DeskState, id: string, at: string): DeskState {
  const known = state.conversations.get(id);
  if (known?.at && known.at > at) return state;
  const previous = state.left.get(id);
  const thread = onlyAfter(state.messages.get(id) ?? noMessages, at);
  return {
    ...state,
    conversations: state.conversations.without(id),
    messages: thread.size > 0 ? state.messages.with([[id, thread]]) : state.messages.without(id),
    typifications: state.typifications.without(id),
    left: state.left.with([[id, { seq: state.seq, at: later(previous?.at ?? null, at) }]]),
  };
}

/** A page at a time: what is known may be thousands. */
function withFetchedConversations(
  state: DeskState,
  items: readonly Conversation[],
  startedSeq: number,
): DeskState {
  const fetched = new Map<string, Known<Conversation>>();
  for (const item of items) {
    const left = state.left.get(item.id);
    const known = fetched.get(item.id) ?? state.conversations.get(item.id);
    if (!known && left && left.seq > startedSeq) continue;
    if (known && known.item.version > item.version) continue;
    fetched.set(item.id, { item, seq: known?.seq ?? 0, at: known?.at ?? null });
  }
  return { ...state, conversations: state.conversations.with(fetched) };
}

/** At equal versions the fetched message wins: its media address is the fresher one. */
function withFetchedMessages(state: DeskState, items: readonly Message[]): DeskState {
  const threads = new Map<string, Map<string, Known<Message>>>();
  for (const item of items) {
    const fetched = threads.get(item.conversation_id) ?? new Map<string, Known<Message>>();
    threads.set(item.conversation_id, fetched);
    const known = fetched.get(item.id) ?? state.messages.get(item.conversation_id)?.get(item.id);
    if (known && known.item.version > item.version) continue;
    fetched.set(item.id, { item, seq: known?.seq ?? 0, at: known?.at ?? null });
  }
  const after = [...threads].map(([id, fetched]): [string, KnownMessages] => {
    return [id, (state.messages.get(id) ?? noMessages).with(fetched)];
  });
  return { ...state, messages: state.messages.with(after) };
}

function later(one: string | null, other: string): string {
  return one !== null && one > other ? one : other;
}

function onlyAfter(thread: KnownMessages, at: string): KnownMessages {
  return Shelf.of([...thread].filter(([, known]) => known.at !== null && known.at > at));
}
