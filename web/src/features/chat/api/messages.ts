/** Calls about one message: resend, fetch its media again, and the words for what went wrong with it. */
import type { TFunction } from "i18next";
import { get, post, remove } from "@/api/http";
import type { Message, MessageError } from "@/api/types";
import { desk } from "@/realtime/desk-store";

export const resendAfterMs = 10 * 60_000;

function path(message: Message): string {
  return `/conversations/${message.conversation_id}/messages/${message.id}`;
}

export async function resend(message: Message): Promise<void> {
  const body = message.status === "unconfirmed" ? { confirm: true } : {};
  const fresh = await post<Message>(`${path(message)}/resend`, body, { idempotencyKey: crypto.randomUUID() });
  desk.learnMessage(fresh);
}

/** Takes back a message that waits for its time. */
export async function cancelScheduled(message: Message): Promise<void> {
  desk.learnMessage(await remove<Message>(path(message)));
}

export async function retryMedia(message: Message): Promise<void> {
  const answer = await post<Message | undefined>(`${path(message)}/media/retry`, {});
  if (answer && "conversation_id" in answer) desk.learnMessage(answer);
}

/** A fresh address for media whose address has expired; `through` which conversation, where not its own. */
export async function freshMediaUrl(message: Message, through: string | null): Promise<string> {
  const { conversation_id, id } = message;
  const place = through
    ? `/conversations/${through}/thread/${conversation_id}/messages/${id}`
    : path(message);
  return (await get<{ url: string }>(`${place}/media`)).url;
}

/** Sets the business's reaction; null takes it back. The answer says that it waits, an event what became of it. */
export async function react(message: Message, emoji: string | null): Promise<void> {
  desk.learnMessage(await post<Message>(`${path(message)}/reaction`, { emoji }));
}

export function ourReaction(message: Message) {
  return message.reactions.find((reaction) => reaction.author === "business");
}

const lateAfterMs = 5 * 60_000;

/** It reached us long after it was written: the order of the thread is not that in which people read. */
export function isLate({ direction, occurred_at, received_at }: Message): boolean {
  if (direction !== "in" || !received_at) return false;
  return Date.parse(received_at) - Date.parse(occurred_at) >= lateAfterMs;
}

/** When an unconfirmed message may be sent again. */
export function resendableAtMs(message: Message): number {
  return Date.parse(message.unconfirmed_at ?? message.created_at) + resendAfterMs;
}

const reasons = [
  "conversation_resolved",
  "connection_banned",
  "connection_disconnected",
  "connection_restricted",
  "service_window_closed",
  "re_engagement",
  "recipient_unavailable",
  "undeliverable",
  "rate_limited",
  "provider_error",
  "provider_unavailable",
  "attempts_exhausted",
  "unreachable",
  "file_unavailable",
  "upload_too_slow",
  "blocked",
  "held_back",
  "stopped",
  "connection_expired",
  "payment",
  "template_disabled",
  "template_format",
  "template_parameters",
  "template_paused",
  "template_policy",
  "template_too_long",
  "template_unknown",
] as const;

/** WhatsApp's own numbers for the reasons people meet most (Cloud API error codes). */
const providerReasons: Record<string, (typeof reasons)[number]> = {
  "1": "provider_unavailable",
  "2": "provider_unavailable",
  "131000": "provider_unavailable",
  "131016": "provider_unavailable",
  "131057": "provider_unavailable",
  "133004": "provider_unavailable",
  "4": "rate_limited",
  "80007": "rate_limited",
  "130429": "rate_limited",
  "131048": "rate_limited",
  "131056": "rate_limited",
  "0": "connection_expired",
  "190": "connection_expired",
  "368": "blocked",
  "131031": "blocked",
  "131026": "recipient_unavailable",
  "131042": "payment",
  "131047": "re_engagement",
  "131049": "held_back",
  "131050": "stopped",
  "131051": "undeliverable",
  "132000": "template_parameters",
  "132001": "template_unknown",
  "132005": "template_too_long",
  "132007": "template_policy",
  "132012": "template_format",
  "132015": "template_paused",
  "132016": "template_disabled",
};

export function reasonOf(error: MessageError | null, t: TFunction): string {
  if (!error || error.code === "no_reason") return t("reason.unknown");
  const known = reasons.find((reason) => reason === error.code) ?? providerReasons[error.code];
  if (known) return t(`reason.${known}`);
  return error.title ?? t("reason.unknown");
}
