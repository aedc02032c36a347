/** The quick replies that are still on their way into a draft, per conversation: nothing is sent until they are there. */
import { useSyncExternalStore } from "react";

class ComingReplies {
  private readonly counts = new Map<string, number>();
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  isAny(conversationId: string): boolean {
    return this.counts.has(conversationId);
  }

  /** One is on its way until `work` is over, however it ends. */
  async during<T>(conversationId: string, work: () => Promise<T>): Promise<T> {
    this.add(conversationId, 1);
    try {
      return await work();
    } finally {
      this.add(conversationId, -1);
    }
  }

  private add(conversationId: string, by: 1 | -1): void {
    const count = (this.counts.get(conversationId) ?? 0) + by;
    if (count > 0) this.counts.set(conversationId, count);
    else this.counts.delete(conversationId);
    for (const listener of this.listeners) listener();
  }
}

export const comingReplies = new ComingReplies();

export function useIsReplyComing(conversationId: string): boolean {
  return useSyncExternalStore(comingReplies.subscribe, () => comingReplies.isAny(conversationId));
}
