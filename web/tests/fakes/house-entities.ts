/** What the house says beside messages, as the API shows it. */
import type { Note, Whisper } from "@/api/types";
import { byron, lucia } from "./entities";

export function aNote(change: Partial<Note> = {}): Note {
  return {
    id: "0000000000000000001",
    conversation_id: "c1",
    author: byron,
    text: "Prometió el 12",
    mentions: [],
    created_at: "2026-11-20T15:16:00.000Z",
    edited_at: null,
    removed_at: null,
    editable_until: "2026-11-20T15:31:00.000Z",
    version: 1,
    ...change,
  };
}

export function aWhisper(change: Partial<Whisper> = {}): Whisper {
  return {
    id: "0000000000000000001",
    conversation_id: "c1",
    agent: lucia,
    author: byron,
    text: "Ofrezca mover la cuota",
    created_at: "2026-11-20T15:16:00.000Z",
    ...change,
  };
}
