/**
 * What a person has typed and not sent, per conversation. Survives reloads, lost sessions and sign-out; other tabs
 * follow. `draft-sync.ts` brings it to the person's other devices.
 */
import { useSyncExternalStore } from "react";
import { onStoredElsewhere, readStored, removeStored, storedKeys, writeStored } from "./storage";

export interface Draft {
  text: string;
  replyTo: { id: string; preview: string; author: string } | null;
  /** The quick replies that went into it; told of when it is sent, and known on this device alone. */
  replies?: readonly string[];
}

export const emptyDraft: Draft = { text: "", replyTo: null };

class Drafts {
  private owner = "";
  private cache = new Map<string, Draft>();
  private readonly listeners = new Set<() => void>();
  /** Told of each change made in this tab. */
  onWritten: (conversationId: string) => void = () => {};

  constructor() {
    onStoredElsewhere(
      () => this.key(""),
      (conversationId) => {
        this.cache.delete(conversationId);
        this.tell();
      },
    );
  }

  /** Drafts are personal: on a shared computer the next person does not see them. */
  ownedBy(userId: string): void {
    if (this.owner === userId) return;
    this.owner = userId;
    this.cache = new Map();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  of(conversationId: string): Draft {
    const known = this.cache.get(conversationId);
    if (known) return known;
    const stored = readStored<Draft>(this.key(conversationId)) ?? emptyDraft;
    this.cache.set(conversationId, stored);
    return stored;
  }

  /** The conversations where something was typed. */
  all(): string[] {
    return storedKeys(this.key(""));
  }

  write(conversationId: string, change: Partial<Draft>): void {
    this.adopt(conversationId, { ...this.of(conversationId), ...change });
    this.onWritten(conversationId);
  }

  /** Takes what another device wrote; nobody is told to bring it there. */
  adopt(conversationId: string, draft: Draft): void {
    this.cache.set(conversationId, draft);
    if (draft.text === "" && !draft.replyTo) removeStored(this.key(conversationId));
    else writeStored(this.key(conversationId), draft);
    this.tell();
  }

  clear(conversationId: string): void {
    this.adopt(conversationId, emptyDraft);
    this.onWritten(conversationId);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  private key(conversationId: string): string {
    return `hilo.draft.${this.owner}.${conversationId}`;
  }
}

export const drafts = new Drafts();

export function useDraft(conversationId: string): Draft {
  return useSyncExternalStore(drafts.subscribe, () => drafts.of(conversationId));
}
