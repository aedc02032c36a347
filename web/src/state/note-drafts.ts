/**
 * Notes and whispers a person has begun, per conversation, apart from what is written to the customer. Survive reloads, lost
 * sessions and sign-out; other tabs follow.
 */
import { useSyncExternalStore } from "react";
import type { Mentioned, Note } from "@/api/types";
import { onStoredElsewhere, readStored, removeStored, writeStored } from "./storage";

/** The note of one's own that is taken up again, and what was begun before. */
export interface Changes {
  id: string;
  version: number;
  before: Pick<NoteDraft, "text" | "mentions">;
}

export interface NoteDraft {
  /** The composer is in note mode here. */
  open: boolean;
  text: string;
  /** Whoever was picked from the list; those whose name is still in the text are mentioned. */
  mentions: readonly Mentioned[];
  changes: Changes | null;
  whisper: string;
}

export const emptyNoteDraft: NoteDraft = { open: false, text: "", mentions: [], changes: null, whisper: "" };

class NoteDrafts {
  private owner = "";
  private cache = new Map<string, NoteDraft>();
  private readonly listeners = new Set<() => void>();

  constructor() {
    onStoredElsewhere(
      () => this.key(""),
      (conversationId) => {
        this.cache.delete(conversationId);
        this.tell();
      },
    );
  }

  ownedBy(userId: string): void {
    if (this.owner === userId) return;
    this.owner = userId;
    this.cache = new Map();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  of(conversationId: string): NoteDraft {
    const known = this.cache.get(conversationId);
    if (known) return known;
    const stored = readStored<NoteDraft>(this.key(conversationId)) ?? emptyNoteDraft;
    this.cache.set(conversationId, stored);
    return stored;
  }

  write(conversationId: string, change: Partial<NoteDraft>): void {
    const draft = { ...this.of(conversationId), ...change };
    this.cache.set(conversationId, draft);
    if (draft.open || draft.text || draft.changes || draft.whisper)
      writeStored(this.key(conversationId), draft);
    else removeStored(this.key(conversationId));
    this.tell();
  }

  /** Take a note up again to change it; what was begun comes back afterwards. */
  change({ id, version, text, mentions, conversation_id }: Note): void {
    const draft = this.of(conversation_id);
    const before = draft.changes?.before ?? { text: draft.text, mentions: draft.mentions };
    const changes = { id, version, before };
    this.write(conversation_id, { open: true, text: text ?? "", mentions, changes });
  }

  /** The note is saved, or left as it was: on with what was begun before, if anything was. */
  done(conversationId: string): void {
    const { changes } = this.of(conversationId);
    this.write(conversationId, { ...(changes?.before ?? { text: "", mentions: [] }), changes: null });
  }

  /** The note can no longer be changed: what was typed is one of its own now. */
  detach(conversationId: string): void {
    const { text, mentions, changes } = this.of(conversationId);
    if (!changes) return;
    const { before } = changes;
    this.write(conversationId, {
      text: [text, before.text].filter(Boolean).join("\n"),
      mentions: [...mentions, ...before.mentions],
      changes: null,
    });
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  private key(conversationId: string): string {
    return `hilo.note.${this.owner}.${conversationId}`;
  }
}

export const noteDrafts = new NoteDrafts();

export function useNoteDraft(conversationId: string): NoteDraft {
  return useSyncExternalStore(noteDrafts.subscribe, () => noteDrafts.of(conversationId));
}
