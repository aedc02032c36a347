/** The thread as the API pages it: all at once from the foot, or one message in the middle with a page on either side. */
import type { Conversation, Message, ThreadPage } from "@/api/types";

interface Store {
  conversations: ReadonlyMap<string, Conversation>;
  messages: ReadonlyMap<string, Message[]>;
}

export function threadPage(store: Store, through: Conversation, query: URLSearchParams): ThreadPage {
  const episodes = episodesOf(store, through);
  const items = itemsOf(store, episodes);
  const whole = {
    items,
    episodes,
    typifications: [],
    next_cursor: null,
    previous_cursor: null,
    anchor: null,
  };
  const cursor = query.get("cursor");
  const named = query.get("message") ?? cursor?.slice(1);
  const at = items.findIndex((one) => one.id === named);
  if (!named || at < 0) return whole;
  const next_cursor = at < items.length - 1 ? `^${named}` : null;
  if (cursor?.startsWith("^")) return { ...whole, items: items.slice(at + 1) };
  if (cursor) return { ...whole, next_cursor, items: items.slice(0, at) };
  const previous_cursor = at > 0 ? `v${named}` : null;
  return { ...whole, items: items.slice(at, at + 1), next_cursor, previous_cursor, anchor: named };
}

function episodesOf({ conversations }: Store, through: Conversation): Conversation[] {
  const others = [...conversations.values()].filter(
    (one) => one.contact.id === through.contact.id && one.id !== through.id && one.state === "resolved",
  );
  others.sort((one, other) => other.opened_at.localeCompare(one.opened_at));
  return [through, ...others];
}

function itemsOf({ messages }: Store, episodes: readonly Conversation[]): Message[] {
  return episodes.flatMap((one) => [...(messages.get(one.id) ?? [])].reverse());
}
