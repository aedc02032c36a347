/** Frames of the socket, both ways (contract, "Realtime"). */
import type {
  Alert,
  Conversation,
  Message,
  Note,
  Person,
  Presence,
  Typification,
  Whisper,
} from "@/api/types";

export type ClientFrame =
  | { action: "open" | "close" | "typing"; conversation_id: string }
  | { action: "watch" | "unwatch"; queue_id: string }
  | { action: "watch_presence" | "unwatch_presence" }
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
  /** The person who did it; null where nobody did. */
  by?: Person | null;
  previous_assignee_id?: string | null;
  /** What the conversation was closed with; null where nobody said. */
  typification?: Typification | null;
  queue_id?: string;
  /** Who types. */
  user?: Person;
  waiting?: number;
  head?: Conversation[];
  note?: Note;
  /** Ids of people whom the note names and did not name before. */
  mentioned?: string[];
  whisper?: Whisper;
  presence?: Presence;
  alert?: Alert;
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
