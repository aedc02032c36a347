/** Calls about one message: resend, fetch its media again, and the words for what went wrong with it. */
import type { TFunction } from "i18next";
import { get, post } from "@/api/http";
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

export async function retryMedia(message: Message): Promise<void> {
  const answer = await post<Message | undefined>(`${path(message)}/media/retry`, {});
  if (answer && "conversation_id" in answer) desk.learnMessage(answer);
}

/** A fresh address for media whose address has expired. */
export async function freshMediaUrl(message: Message): Promise<string> {
  return (await get<{ url: string }>(`${path(message)}/media`)).url;
}

/** When an unconfirmed message may be sent again. */
export function resendableAtMs(message: Message): number {
  return Date.parse(message.sent_at ?? message.created_at) + resendAfterMs;
}

const reasons = [
  "service_window_closed",
  "re_engagement",
  "recipient_unavailable",
  "undeliverable",
  "rate_limited",
  "provider_error",
  "provider_unavailable",
  "attempts_exhausted",
] as const;

/** WhatsApp's own numbers for the reasons people meet most (Cloud API error codes). */
const providerReasons: Record<string, (typeof reasons)[number]> = {
  "131047": "re_engagement",
  "131026": "recipient_unavailable",
  "131051": "undeliverable",
  "130429": "rate_limited",
  "131056": "rate_limited",
  "131016": "provider_unavailable",
};

export function reasonOf(error: MessageError | null, t: TFunction): string {
  if (!error) return t("reason.unknown");
  const known = reasons.find((reason) => reason === error.code) ?? providerReasons[error.code];
  if (known) return t(`reason.${known}`);
  return error.title ?? t("reason.unknown");
}
