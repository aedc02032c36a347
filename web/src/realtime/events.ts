/** Frames of the socket, both ways (contract, "Realtime"). */
import type { Conversation, Message, Person } from "@/api/types";

export type ClientFrame =
  | { action: "open" | "close" | "typing"; conversation_id: string }
  | { action: "watch" | "unwatch"; queue_id: string }
  | { action: "ping" };

export interface DeskEvent {
  type: string;
  at: string;
  data: EventData;
}

export interface EventData {
  conversation?: Conversation | null;
  message?: Message | null;
  conversation_id?: string;
  queue_id?: string;
  /** Who types. */
  user?: Person;
  waiting?: number;
  head?: Conversation[];
}

export type ServerFrame =
  | { type: "ready" }
  | { type: "pong" }
  | { type: "ok"; action: string }
  | { type: "error"; code: string; detail?: string }
  | DeskEvent;

const answers = new Set(["ready", "pong", "ok", "error"]);

export function isEvent(frame: ServerFrame): frame is DeskEvent {
  return !answers.has(frame.type);
}
