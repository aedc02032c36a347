/** What the fake API says: refusals, and what an action does to a conversation. */
import { HttpResponse } from "msw";
import type { Conversation, Message } from "@/api/types";
import { aMessage, byron, lucia } from "./entities";

export const changes: Record<string, Partial<Conversation>> = {
  claim: { state: "pending", assignee: lucia },
  release: { state: "new", assignee: null },
  resolve: { state: "resolved", resolved_at: "2026-11-20T15:20:00.000Z" },
  reopen: { state: "pending", resolved_at: null },
  read: { unread_count: 0, woken_at: null },
  assign: { state: "pending", assignee: byron },
  unread: { unread_count: 1 },
  snooze: { snoozed_until: "2099-01-05T14:00:00.000Z" },
};

export function sent(conversationId: string, number: number, text: string | null): Message {
  return aMessage({
    id: `sent-${number}`,
    conversation_id: conversationId,
    direction: "out",
    text,
    status: "queued",
    occurred_at: new Date().toISOString(),
  });
}

export function problem(status: number, code: string, facts: Record<string, unknown> = {}) {
  return HttpResponse.json({ code, status, title: code, ...facts }, { status });
}
