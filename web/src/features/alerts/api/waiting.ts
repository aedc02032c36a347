/** Tells who waits in a queue since just now: frames name the first of a queue, over and over. */
import type { Conversation } from "@/api/types";
import type { DeskEvent } from "@/realtime/events";

/** Before a queue was heard of, only who came so shortly ago is news: both instants are the server's. */
const freshMs = 30_000;
const fullHead = 20;

export class Waiting {
  private readonly known = new Map<string, Set<string>>();

  /** Those of a queue's frame that were not there before; what the person gave back themselves is no news. */
  heard({ type, at, data }: DeskEvent, myId: string): Conversation[] {
    this.ownReturn(type, data, myId);
    const { queue_id, head } = data;
    if (type !== "queue.changed" || !queue_id || !head) return [];
    const before = this.known.get(queue_id);
    const fresh = head.filter(({ id, opened_at }) =>
      before ? !before.has(id) : Date.parse(at) - Date.parse(opened_at) < freshMs,
    );
    // Whoever is behind a full head may come back into it, and waited all along.
    const behind = head.length >= fullHead ? [...(before ?? [])] : [];
    this.known.set(queue_id, new Set([...behind, ...head.map(({ id }) => id)]));
    return fresh;
  }

  private ownReturn(type: string, { by, conversation }: DeskEvent["data"], myId: string): void {
    if (type !== "conversation.released" || by?.id !== myId || !conversation) return;
    const queue = this.known.get(conversation.queue_id) ?? new Set();
    this.known.set(conversation.queue_id, queue.add(conversation.id));
  }
}
