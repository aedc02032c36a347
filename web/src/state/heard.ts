/** Up to which whisper a person has listened, per conversation. Ids sort by birth. */
import { useSyncExternalStore } from "react";
import { onStoredElsewhere, readStored, writeStored } from "./storage";

class Heard {
  private owner = "";
  private readonly listeners = new Set<() => void>();

  constructor() {
    onStoredElsewhere(
      () => this.key(""),
      () => this.tell(),
    );
  }

  ownedBy(userId: string): void {
    this.owner = userId;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  upTo(conversationId: string): string {
    return readStored<string>(this.key(conversationId)) ?? "";
  }

  listen(conversationId: string, whisperId: string): void {
    if (whisperId <= this.upTo(conversationId)) return;
    writeStored(this.key(conversationId), whisperId);
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  private key(conversationId: string): string {
    return `hilo.heard.${this.owner}.${conversationId}`;
  }
}

export const heard = new Heard();

export function useHeardUpTo(conversationId: string): string {
  return useSyncExternalStore(heard.subscribe, () => heard.upTo(conversationId));
}
