/** What an event means for whoever holds a conversation, where somebody else did it. Pure. */
import type { DeskEvent } from "@/realtime/events";

export type Told = "released" | "taken" | "resolved" | "given";

const fromHolder: Record<string, Told> = {
  "conversation.released": "released",
  "conversation.left": "taken",
  "conversation.assigned": "taken",
  "conversation.resolved": "resolved",
};

/** null: nothing that the person has to be told. */
export function toldOf({ type, data }: DeskEvent, me: string): Told | null {
  const { by, previous_assignee_id, conversation } = data;
  if (!by || by.id === me) return null;
  if (previous_assignee_id === me) return fromHolder[type] ?? null;
  return type === "conversation.assigned" && conversation?.assignee?.id === me ? "given" : null;
}
