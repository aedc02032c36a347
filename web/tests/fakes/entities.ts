/** Entities of the contract with sensible values; a test names only what it is about. */
import type { Check, Connection, Conversation, DeadLetter, Me, Message } from "@/api/types";

export const lucia = { id: "u1", name: "Lucía Paredes" };
export const byron = { id: "u2", name: "Byron Tapia" };

export function aMe(change: Partial<Me> = {}): Me {
  return {
    ...lucia,
    email: "agente1@hilo.test",
    role: "agent",
    permissions: [],
    scope: "queues",
    queues: ["general"],
    ...change,
  };
}

export function aConversation(change: Partial<Conversation> = {}): Conversation {
  return {
    id: "c1",
    state: "pending",
    channel: "whatsapp_cloud",
    connection_id: "wa-principal",
    contact: { id: "k1", name: "Rosa Elvira Quishpe Toapanta", picture_url: null },
    identities: [{ kind: "phone", value: "593995550148" }],
    queue_id: "general",
    assignee: lucia,
    unread_count: 0,
    unanswered_count: 1,
    waiting_since: "2026-11-20T15:15:00.000Z",
    last_message: {
      id: "m1",
      kind: "text",
      direction: "in",
      preview: "Buenos días",
      is_echo: false,
      occurred_at: "2026-11-20T15:15:00.000Z",
    },
    service_window_expires_at: "2099-11-21T15:15:00.000Z",
    labels: [],
    opened_at: "2026-11-20T15:00:00.000Z",
    updated_at: "2026-11-20T15:15:00.000Z",
    resolved_at: null,
    merged_into: null,
    is_history: false,
    merged_from: null,
    version: 1,
    ...change,
  };
}

export function aMessage(change: Partial<Message> = {}): Message {
  const occurred = change.occurred_at ?? "2026-11-20T15:15:00.000Z";
  const out = change.direction === "out";
  return {
    id: "m1",
    conversation_id: "c1",
    direction: "in",
    author: out ? { kind: "agent", ...lucia } : { kind: "customer", id: "k1", name: "Rosa" },
    kind: "text",
    text: "Buenos días",
    media: null,
    location: null,
    contacts: null,
    reply_to: null,
    reactions: [],
    choice: null,
    order: null,
    notice: null,
    template: null,
    referral: null,
    status: out ? "sent" : null,
    error: null,
    provider_id: "wamid.1",
    raw_type: "text",
    group_id: null,
    resend_of: null,
    resent_as: null,
    attempts: out ? 1 : 0,
    retry_at: null,
    received_at: occurred,
    created_at: occurred,
    sent_at: null,
    delivered_at: null,
    read_at: null,
    played_at: null,
    failed_at: null,
    unconfirmed_at: null,
    hold: null,
    edited_at: null,
    revoked_at: null,
    version: 1,
    ...change,
    occurred_at: occurred,
  };
}

export function aDeadLetter(change: Partial<DeadLetter> = {}): DeadLetter {
  return {
    id: "d1",
    at: "2026-11-20T15:00:00.000Z",
    source: "whatsapp_cloud",
    connection_id: null,
    reason: "unknown_number",
    detail: "100000000000009",
    payload: { object: "whatsapp_business_account" },
    attempts: 1,
    state: "open",
    comment: null,
    version: 1,
    ...change,
  };
}

export function aConnection(change: Partial<Connection> = {}): Connection {
  return {
    id: "wa-principal",
    channel: "whatsapp_cloud",
    name: "WhatsApp principal",
    app_id: "meta-local",
    phone_number_id: "100000000000001",
    queue_id: "general",
    enabled: true,
    sends_read_receipts: true,
    sends_typing: true,
    trouble: null,
    waba_id: null,
    display_phone_number: null,
    restriction: null,
    violation: null,
    quality: null,
    messaging_limit: null,
    display_name: null,
    account_review: null,
    history: null,
    version: 1,
    ...change,
  };
}

export function aCheck(change: Partial<Check> = {}): Check {
  return {
    kind: "clock",
    name: "clock",
    state: "ok",
    code: null,
    since: null,
    count: null,
    detail: null,
    ...change,
  };
}
