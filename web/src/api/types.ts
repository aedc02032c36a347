/** The contract's entities as the client sees them. Replaced by aliases of schema.d.ts once openapi.json is exported. */

export type ConversationState = "in_bot" | "new" | "pending" | "in_progress" | "resolved";
export type Role = "administrator" | "supervisor" | "agent";

export interface Person {
  id: string;
  name: string;
}

export interface Me extends Person {
  email: string;
  role: string;
  permissions: string[];
  scope: unknown;
  queues: string[];
}

export interface User extends Person {
  role: string;
  queues: string[];
}

export interface Identity {
  kind: string;
  value: string;
}

export interface LastMessage {
  id: string;
  kind: MessageKind;
  direction: Direction;
  preview: string;
  occurred_at: string;
}

export interface Conversation {
  id: string;
  state: ConversationState;
  channel: string;
  connection_id: string;
  contact: { id: string; name: string; picture_url: string | null };
  identities: Identity[];
  queue_id: string;
  assignee: Person | null;
  unread_count: number;
  unanswered_count: number;
  waiting_since: string | null;
  last_message: LastMessage | null;
  service_window_expires_at: string | null;
  labels: string[];
  opened_at: string;
  updated_at: string;
  resolved_at: string | null;
  merged_into: string | null;
  version: number;
}

export type Direction = "in" | "out";

export type MessageKind =
  | "text"
  | "image"
  | "video"
  | "audio"
  | "voice"
  | "document"
  | "sticker"
  | "location"
  | "contacts"
  | "choice"
  | "order"
  | "template"
  | "system"
  | "unsupported";

export type MessageStatus = "queued" | "sent" | "delivered" | "read" | "played" | "failed" | "unconfirmed";

export interface Author {
  kind: "customer" | "agent" | "bot" | "system";
  id: string | null;
  name: string | null;
}

export interface Media {
  id: string;
  state: "fetching" | "ready" | "failed";
  content_type: string | null;
  filename: string | null;
  bytes: number | null;
  sha256: string | null;
  url: string | null;
}

export interface MessageError {
  code: string;
  title: string | null;
  detail: string | null;
  retryable: boolean;
}

export interface Message {
  id: string;
  conversation_id: string;
  direction: Direction;
  author: Author;
  kind: MessageKind;
  text: string | null;
  media: Media | null;
  location: {
    latitude: number;
    longitude: number;
    name: string | null;
    address: string | null;
  } | null;
  contacts: unknown[] | null;
  reply_to: { id: string; preview: string | null } | null;
  reactions: { author: Author | string; emoji: string }[];
  choice: { id: string; title: string } | null;
  status: MessageStatus | null;
  error: MessageError | null;
  provider_id: string | null;
  raw_type: string | null;
  occurred_at: string;
  received_at: string | null;
  created_at: string;
  sent_at: string | null;
  delivered_at: string | null;
  read_at: string | null;
  played_at: string | null;
  failed_at: string | null;
  edited_at: string | null;
  revoked_at: string | null;
  resend_of?: string | null;
  /** The message that was sent in this one's place. */
  resent_as?: string | null;
  attempts?: number;
  /** When the next try comes, while one waits. */
  retry_at?: string | null;
  unconfirmed_at?: string | null;
  version: number;
}

export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

export interface Counters {
  new: number;
  pending: number;
  in_progress: number;
  resolved: number;
}

export interface Queue {
  id: string;
  name: string;
}

export interface DeadLetter {
  id: string;
  at: string;
  source: string;
  connection_id: string | null;
  reason: string;
  detail: string | null;
  payload: unknown;
  attempts: number;
  state: string;
}
