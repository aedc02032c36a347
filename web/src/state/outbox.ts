/**
 * Messages a person sent that the server has not accepted yet. Kept in storage, sent in order per conversation,
 * repeated under the same idempotency key until answered; a refused one goes back to the draft with its reason.
 */
import { useSyncExternalStore } from "react";
import { ApiError, isTransient } from "@/api/errors";
import { post } from "@/api/http";
import type { Message } from "@/api/types";
import { desk } from "@/realtime/desk-store";
import { type Attached, attachments } from "./attachments";
import { type Draft, drafts } from "./drafts";
import { readStored, writeStored } from "./storage";

export interface Outgoing {
  key: string;
  conversationId: string;
  /** With a file: its caption, which may be empty. */
  text: string;
  file: Attached | null;
  replyTo: Draft["replyTo"];
  createdAt: string;
  /** Nobody answered yet; it is tried again. */
  waiting: boolean;
  /** The desk's event count when it was written: the real message comes after. */
  seq: number;
}

interface OutboxState {
  items: readonly Outgoing[];
  refusals: Readonly<Record<string, ApiError>>;
}

const retryMs = 5_000;

/** Refusals that say nothing about the message itself. */
const passing = new Set(["request_in_progress", "busy"]);

function mayStillPass(error: ApiError): boolean {
  return isTransient(error) || error.status === 401 || error.status === 429 || passing.has(error.code);
}

function contentOf({ text, file }: Outgoing) {
  if (!file) return { kind: "text", text };
  return { kind: "media", upload_id: file.uploadId, ...(text ? { caption: text } : {}) };
}

class Outbox {
  private state: OutboxState = { items: [], refusals: {} };
  private owner = "";
  private readonly busy = new Set<string>();
  private readonly listeners = new Set<() => void>();

  readonly snapshot = (): OutboxState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  ownedBy(userId: string): void {
    if (this.owner === userId) return;
    this.owner = userId;
    const stored = userId ? (readStored<Outgoing[]>(this.storageKey()) ?? []) : [];
    this.state = {
      items: stored.map((item) => ({ ...item, file: item.file ?? null, waiting: true, seq: 0 })),
      refusals: {},
    };
    this.retry();
  }

  add(conversationId: string, text: string, replyTo: Draft["replyTo"], file: Attached | null = null): void {
    const item: Outgoing = {
      key: crypto.randomUUID(),
      conversationId,
      text,
      file,
      replyTo,
      createdAt: new Date().toISOString(),
      waiting: false,
      seq: desk.snapshot().seq,
    };
    this.become({ items: [...this.state.items, item] });
    this.dismiss(conversationId);
    void this.drain(conversationId);
  }

  /** Tries everything that waits, for example because the connection is back. */
  retry(): void {
    for (const id of new Set(this.state.items.map((item) => item.conversationId))) void this.drain(id);
  }

  dismiss(conversationId: string): void {
    const { [conversationId]: _read, ...refusals } = this.state.refusals;
    this.become({ refusals });
  }

  private async drain(conversationId: string): Promise<void> {
    if (this.busy.has(conversationId)) return;
    this.busy.add(conversationId);
    let item = this.first(conversationId);
    while (item && (await this.send(item))) item = this.first(conversationId);
    this.busy.delete(conversationId);
  }

  /** False when nobody answered and the rest has to wait too. */
  private async send(item: Outgoing): Promise<boolean> {
    const body = { ...contentOf(item), ...(item.replyTo ? { reply_to: item.replyTo.id } : {}) };
    try {
      const path = `/conversations/${item.conversationId}/messages`;
      const message = await post<Message>(path, body, { idempotencyKey: item.key });
      desk.learnMessage(message);
      this.remove(item);
    } catch (error) {
      if (!(error instanceof ApiError) || mayStillPass(error)) {
        this.change(item, { waiting: true });
        setTimeout(() => void this.drain(item.conversationId), retryMs);
        return false;
      }
      this.refuse(item, error);
    }
    return true;
  }

  private refuse(item: Outgoing, error: ApiError): void {
    this.remove(item);
    const draft = drafts.of(item.conversationId);
    const text = [item.text, draft.text].filter(Boolean).join("\n");
    if (item.file) attachments.putBack(item.conversationId, item.file, error);
    drafts.write(item.conversationId, { text, replyTo: draft.replyTo ?? item.replyTo });
    this.become({ refusals: { ...this.state.refusals, [item.conversationId]: error } });
  }

  private first(conversationId: string): Outgoing | undefined {
    return this.state.items.find((item) => item.conversationId === conversationId);
  }

  private remove(item: Outgoing): void {
    this.become({ items: this.state.items.filter((other) => other.key !== item.key) });
  }

  private change(item: Outgoing, change: Partial<Outgoing>): void {
    this.become({
      items: this.state.items.map((other) => (other.key === item.key ? { ...other, ...change } : other)),
    });
  }

  private become(change: Partial<OutboxState>): void {
    this.state = { ...this.state, ...change };
    if (this.owner) writeStored(this.storageKey(), this.state.items);
    for (const listener of this.listeners) listener();
  }

  private storageKey(): string {
    return `hilo.outbox.${this.owner}`;
  }
}

export const outbox = new Outbox();

export function useOutbox(): OutboxState {
  return useSyncExternalStore(outbox.subscribe, outbox.snapshot);
}
