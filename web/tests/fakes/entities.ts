/** Entities of the contract with sensible values; a test names only what it is about. */
import type {
  Check,
  Colleague,
  Connection,
  Conversation,
  DeadLetter,
  Label,
  Me,
  Message,
  Presence,
  Queue,
} from "@/api/types";
import { aUser } from "./people";

export const lucia = { id: "u1", name: "Lucía Paredes" };
export const byron = { id: "u2", name: "Byron Tapia" };

const agents = [
  "conversations.claim",
  "conversations.label",
  "labels.read",
  "notes.write",
  "queues.read",
  "whispers.write",
];
const supervisors = [...agents, "conversations.assign", "users.read"];
const keepers = [
  "connections.read",
  "connections.manage",
  "dead_letters.manage",
  "labels.manage",
  "queues.manage",
];

function permissionsOf(role: string): string[] {
  if (role === "administrator") return [...supervisors, ...keepers];
  return role === "supervisor" ? supervisors : agents;
}

export function aMe(change: Partial<Me> = {}): Me {
  return {
    ...lucia,
    email: "agente1@hilo.test",
    role: "agent",
    permissions: permissionsOf(change.role ?? "agent"),
    field_rules: [],
    scope: "queues",
    queues: ["general"],
    restrictions: [],
    sendable: [],
    colours: null,
    idle_lock_minutes: null,
    serves_customers: true,
    profile: aUser({ ...lucia, queues: ["general"] }),
    ...change,
  };
}

const settled = { is_retired: false, changed_by: null, changed_at: null, version: 1 };

export function aQueue(change: Partial<Queue> = {}): Queue {
  const queue = { id: "general", name: "General", description: "", target_seconds: null, connections: [] };
  return { ...queue, ...settled, ...change };
}

export function aLabel(change: Partial<Label> = {}): Label {
  return {
    id: "MORA00",
    name: "Mora alta",
    colour: "rojo",
    description: "",
    seen_by: [],
    used_by: [],
    may_use: true,
    ...settled,
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
    snoozed_until: null,
    woken_at: null,
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
    labels: [],
    attempts: out ? 1 : 0,
    send_at: null,
    cancelled_at: null,
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
    original_text: null,
    revoked_at: null,
    erased_at: null,
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

export function aPresence(change: Partial<Presence> = {}): Presence {
  return {
    user_id: lucia.id,
    state: "available",
    break_type: null,
    since: "2026-11-20T15:00:00.000Z",
    cause: "signed_in",
    set_by: lucia,
    reason: null,
    returns_to: null,
    breaks: [],
    recheck_at: null,
    at: "2026-11-20T15:15:00.000Z",
    version: 1,
    ...change,
  };
}

export function aColleague(person: { id: string; name: string }, change: Partial<Presence> = {}): Colleague {
  return {
    ...person,
    role: "agent",
    queues: ["general"],
    presence: aPresence({ user_id: person.id, ...change }),
    held_conversations: 0,
  };
}
