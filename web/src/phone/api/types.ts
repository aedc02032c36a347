/** Shapes of the local API behind this page (`/local/phone`, `/local/whatsapp-cloud`). */
export interface Connection {
  id: string;
  name: string;
  business_name: string;
  phone_number_id: string;
  display_phone_number: string;
}

export interface Person {
  id: string;
  name: string;
  phone: string | null;
  user_id: string | null;
  username: string | null;
  unread: number;
}

export interface NewPerson {
  name: string;
  phone: string | null;
  user_id: string | null;
}

export type Author = "person" | "business";

export interface Media {
  id: string;
  content_type: string;
  filename: string | null;
  bytes: number;
  voice: boolean;
  url: string;
}

export interface Quotation {
  id: string;
  author: Author | null;
  kind: string | null;
  preview: string;
}

export interface Bubble {
  id: string;
  author: Author;
  kind: string;
  text: string;
  media: Media | null;
  location: { latitude: number; longitude: number; name?: string; address?: string } | null;
  contacts: { name: string; phone: string }[];
  /** What the customer may press under a template. */
  buttons: string[];
  reply_to: Quotation | null;
  reactions: { author: Author; emoji: string }[];
  status: string;
  at: string;
  edited_at: string | null;
  revoked_at: string | null;
}

export type Action =
  | { kind: "text"; text: string; reply_to: string | null }
  | { kind: "reaction"; message_id: string; emoji: string | null }
  | { kind: "edit"; message_id: string; text: string }
  | { kind: "revoke"; message_id: string }
  | { kind: "unsupported" }
  | { kind: "location"; latitude: number; longitude: number; name: string; address: string }
  | { kind: "contacts"; name: string; phone: string }
  | { kind: "choice"; of: "button" | "list"; id: string; title: string; description: string | null }
  | { kind: "order"; items: OrderItem[]; note: string }
  | { kind: "ad"; text: string; headline: string }
  | { kind: "echo"; text: string };

export interface OrderItem {
  product_id: string;
  quantity: number;
  price: number;
  currency: string;
}

export interface NewFile {
  file: Blob;
  filename: string;
  caption: string;
  voice: boolean;
  reply_to: string | null;
}

export interface Behaviour {
  auto_status: boolean;
  latency_ms: number;
  fail_next: number;
  fail_status: number;
  fail_code: number | null;
  timeout_next: number;
  duplicate_rate: number;
  disorder: boolean;
}

export interface Received {
  direction: "received";
  n: number;
  at: string;
  method: string;
  path: string;
  body: unknown;
  answered: { status: number; body: unknown } | null;
}

export interface Delivered {
  direction: "delivered";
  n: number;
  at: string;
  body: unknown;
  attempt: number;
  copy: boolean;
  status: number | null;
}

export type LogEntry = Received | Delivered;
export interface Chat {
  connection: string;
  person: string;
}
