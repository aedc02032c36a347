/** The provider's service window: how long free messages may still be sent. Pure. */
import type { Conversation } from "@/api/types";

const hourMs = 3_600_000;

export type ServiceWindow =
  | { state: "none" }
  | { state: "open"; leftMs: number; soon: boolean }
  | { state: "closed"; at: string | null };

export function serviceWindow(conversation: Conversation, nowMs: number): ServiceWindow {
  const expires = conversation.service_window_expires_at;
  if (!expires) {
    return conversation.channel.startsWith("whatsapp") ? { state: "closed", at: null } : { state: "none" };
  }
  const leftMs = Date.parse(expires) - nowMs;
  if (leftMs <= 0) return { state: "closed", at: expires };
  return { state: "open", leftMs, soon: leftMs < hourMs };
}

export const textLimit = 4096;
export const captionLimit = 1024;

/** Limits count code points, not UTF-16 units. */
export function codePoints(text: string): number {
  return [...text].length;
}
