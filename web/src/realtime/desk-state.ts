/**
 * What this tab knows of conversations and messages, as a pure reducer. Of each entity the highest version is
 * kept, whatever the order of arrival; a conversation lost from sight stays away until a later event or a later
 * fetch shows it again. `seq` counts events: what a fetch could not yet contain is told by it.
 */
import type { Conversation, Message, Typification } from "@/api/types";
import type { DeskEvent } from "./events";

interface Known<T> {
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
  readonly conversations: Readonly<Record<string, Known<Conversation>>>;
  readonly messages: Readonly<Record<string, Readonly<Record<string, Known<Message>>>>>;
  readonly left: Readonly<Record<string, Left>>;
  /** The newest of each conversation; it holds only for the closing that it names. */
  readonly typifications: Readonly<Record<string, Typification>>;
}

export const emptyDesk: DeskState = { seq: 0, conversations: {}, messages: {}, left: {}, typifications: {} };

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
  const known = state.typifications[item.conversation_id];
  if (known && known.version >= item.version) return state;
  return { ...state, typifications: { ...state.typifications, [item.conversation_id]: item } };
}

function withConversation(state: DeskState, item: Conversation, at: string): DeskState {
  const left = state.left[item.id];
  if (left && at <= left.at) return state;
  const known = state.conversations[item.id];
  const latest = later(known?.at ?? null, at);
  if (known && known.item.version > item.version) {
    const seen = { ...known, at: latest };
    return { ...state, conversations: { ...state.conversations, [item.id]: seen } };
  }
  const seen = { item: known?.item.version === item.version ? known.item : item, seq: state.seq, at: latest };
  return { ...state, conversations: { ...state.conversations, [item.id]: seen } };
}

function withMessage(state: DeskState, item: Message, at: string): DeskState {
  const left = state.left[item.conversation_id];
  if (left && at <= left.at) return state;
  const thread = state.messages[item.conversation_id] ?? {};
  const known = thread[item.id];
  if (known && known.item.version >= item.version) return state;
  const seen: Known<Message> = { item, seq: state.seq, at };
  return {
    ...state,
    messages: { ...state.messages, [item.conversation_id]: { ...thread, [item.id]: seen } },
  };
}

function leave(state: DeskState, id: string, at: string): DeskState {
  const known = state.conversations[id];
  if (known?.at && known.at > at) return state;
  const previous = state.left[id];
  return {
    ...state,
    conversations: without(state.conversations, id),
    messages: { ...state.messages, [id]: onlyAfter(state.messages[id] ?? {}, at) },
    typifications: without(state.typifications, id),
    left: {
      ...state.left,
      [id]: { seq: state.seq, at: later(previous?.at ?? null, at) },
    },
  };
}

/** A page at a time: what is known may be thousands, and is copied once. */
function withFetchedConversations(
  state: DeskState,
  items: readonly Conversation[],
  startedSeq: number,
): DeskState {
  const conversations: Record<string, Known<Conversation>> = { ...state.conversations };
  for (const item of items) {
    const left = state.left[item.id];
    const known = conversations[item.id];
    if (!known && left && left.seq > startedSeq) continue;
    if (known && known.item.version > item.version) continue;
    conversations[item.id] = { item, seq: known?.seq ?? 0, at: known?.at ?? null };
  }
  return { ...state, conversations };
}

/** At equal versions the fetched message wins: its media address is the fresher one. */
function withFetchedMessages(state: DeskState, items: readonly Message[]): DeskState {
  const messages: Record<string, Record<string, Known<Message>>> = { ...state.messages };
  for (const item of items) {
    const known = messages[item.conversation_id]?.[item.id];
    if (known && known.item.version > item.version) continue;
    messages[item.conversation_id] = {
      ...messages[item.conversation_id],
      [item.id]: { item, seq: known?.seq ?? 0, at: known?.at ?? null },
    };
  }
  return { ...state, messages };
}

function later(one: string | null, other: string): string {
  return one !== null && one > other ? one : other;
}

function without<T>(all: Readonly<Record<string, T>>, id: string): Record<string, T> {
  const { [id]: _gone, ...rest } = all;
  return rest;
}

function onlyAfter<T>(all: Readonly<Record<string, Known<T>>>, at: string): Record<string, Known<T>> {
  return Object.fromEntries(Object.entries(all).filter(([, known]) => known.at !== null && known.at > at));
}
