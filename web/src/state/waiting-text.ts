/** What could not be sent yet to a conversation, for whoever shows many: each is told of a change in its own alone. */
import { useSyncExternalStore } from "react";
import { outbox } from "./outbox";

export function useWaitingText(conversationId: string): string | null {
  return useSyncExternalStore(outbox.subscribe, () => {
    const { items } = outbox.snapshot();
    return items.find((item) => item.conversationId === conversationId && item.waiting)?.text ?? null;
  });
}
