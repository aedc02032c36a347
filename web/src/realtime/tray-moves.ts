/**
 * Tells the events after which trays may count otherwise: a conversation changed hands or state, left, or more
 * or fewer wait in a queue. Most texts come into a chat that waits for its holder already, and move nothing.
 */
import type { Conversation } from "@/api/types";
import type { DeskEvent } from "./events";

interface Place {
  readonly version: number;
  readonly name: string;
}

export class TrayMoves {
  private readonly places = new Map<string, Place>();
  private readonly waiting = new Map<string, number>();

  moved(event: DeskEvent): boolean {
    const { conversation, conversation_id, queue_id, waiting, head = [] } = event.data;
    let moved = false;
    if (event.type === "conversation.left" && conversation_id) {
      this.places.delete(conversation_id);
      moved = true;
    }
    if (queue_id !== undefined && waiting !== undefined) {
      moved = this.waiting.get(queue_id) !== waiting || moved;
      this.waiting.set(queue_id, waiting);
    }
    for (const one of head) this.placed(one);
    return (conversation ? this.placed(conversation) : false) || moved;
  }

  /** Remembers where a conversation is; whether that is news. */
  private placed(conversation: Conversation): boolean {
    const known = this.places.get(conversation.id);
    if (known && known.version >= conversation.version) return false;
    const name = placeOf(conversation);
    this.places.set(conversation.id, { version: conversation.version, name });
    return known?.name !== name;
  }
}

function placeOf(conversation: Conversation): string {
  const { state, queue_id, assignee, merged_into } = conversation;
  return [state, queue_id, assignee?.id, merged_into].join(" ");
}
