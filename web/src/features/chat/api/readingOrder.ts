/** When messages were said, and the order in which they are read. */
import type { Message } from "@/api/types";
import { dayOf } from "@/i18n/format";

interface Said {
  ms: number;
  /** The local day, as the instant at which it began. */
  day: number;
}

/** Messages are never changed but replaced, and a thread of thousands asks each of them often. */
const known = new WeakMap<Message, Said>();

export function saidAt(message: Message): Said {
  const before = known.get(message);
  if (before) return before;
  const said = { ms: Date.parse(message.occurred_at), day: dayOf(message.occurred_at) };
  known.set(message, said);
  return said;
}

/** Reading order: the provider's whole seconds, then arrival with us. */
export function inReadingOrder(one: Message, other: Message): number {
  const bySecond = second(one) - second(other);
  if (bySecond !== 0) return bySecond;
  return alphabetically(arrival(one), arrival(other)) || alphabetically(one.id, other.id);
}

function second(message: Message): number {
  return Math.floor(saidAt(message).ms / 1000);
}

function arrival(message: Message): string {
  return message.received_at ?? message.created_at;
}

/** Instants and ids are plain letters: their order needs no language. */
export function alphabetically(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
