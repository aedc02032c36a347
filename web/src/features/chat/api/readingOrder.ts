import type { Message } from "@/api/types";

/** Reading order: the provider's whole seconds, then arrival with us. */
export function inReadingOrder(one: Message, other: Message): number {
  const bySecond = second(one.occurred_at) - second(other.occurred_at);
  if (bySecond !== 0) return bySecond;
  return arrival(one).localeCompare(arrival(other)) || one.id.localeCompare(other.id);
}

function second(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000);
}

function arrival(message: Message): string {
  return message.received_at ?? message.created_at;
}
