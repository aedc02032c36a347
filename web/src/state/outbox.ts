/**
 * Messages a person sent that the server has not accepted yet. Kept in storage and shared by the tabs of the browser:
 * sent in order per conversation, by one tab at a time, repeated under the same idempotency key until answered; a
 * refused one goes back to the draft with its reason. For some seconds sending can be undone.
 */
import { useSyncExternalStore } from "react";
import { ApiError, mayStillPass } from "@/api/errors";
import { post } from "@/api/http";
import type { Message } from "@/api/types";
import { desk } from "@/realtime/desk-store";
import { attachments } from "./attachments";
import { drafts } from "./drafts";
import { bodyOf, heldForMs, itemsOf, OutgoingShelf, type Part, type Stored } from "./outgoing";
import { exclusively, ifFree } from "./tab-locks";

export interface Outgoing extends Stored {
  /** Nobody answered yet; it is tried again. */
  waiting: boolean;
  /** The desk's event count when it was written: the real message comes after. */
  seq: number;
}

interface OutboxState {
  items: readonly Outgoing[];
  refusals: Readonly<Record<string, ApiError>>;
}

/** What this tab alone knows of an item. */
type Noted = Pick<Outgoing, "waiting" | "seq">;

const retryMs = 5_000;

class Outbox {
  private state: OutboxState = { items: [], refusals: {} };
  private owner = "";
  private shelf = new OutgoingShelf("");
  private readonly notes = new Map<string, Noted>();
  private readonly draining = new Map<string, Promise<void>>();
  /** Where something came while a round was on its way. */
  private readonly wanted = new Set<string>();
  /** What an earlier page left behind. */
  private readonly left = new Set<string>();
  private leftSent = 0;
  private readonly listeners = new Set<() => void>();
  /** Told once all that an earlier page left behind is sent. */
  onLeftSent: (count: number) => void = () => {};

  constructor() {
    window.addEventListener("storage", ({ key }) => {
      if (!this.owner || !key || !this.shelf.isOf(key)) return;
      this.look();
      this.retry();
    });
  }

  readonly snapshot = (): OutboxState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  ownedBy(userId: string): void {
    if (this.owner === userId) return;
    this.owner = userId;
    this.shelf = new OutgoingShelf(userId);
    this.notes.clear();
    this.left.clear();
    this.leftSent = 0;
    for (const { key } of userId ? this.shelf.all() : []) {
      this.notes.set(key, { waiting: true, seq: 0 });
      this.left.add(key);
    }
    this.state = { items: [], refusals: {} };
    this.look();
    this.retry();
  }

  /** Sends the parts one after the other, once `holdSeconds` are over; or lets the server send them later. */
  add(conversationId: string, parts: readonly Part[], holdSeconds = 0, sendAt: string | null = null): void {
    const after = Math.max(0, ...this.state.items.map((item) => item.order));
    for (const item of itemsOf(conversationId, parts, { after, holdSeconds, sendAt })) {
      this.notes.set(item.key, { waiting: false, seq: desk.snapshot().seq });
      this.shelf.put(item);
    }
    this.look();
    this.dismiss(conversationId);
    void this.drain(conversationId);
  }

  /** Takes back what waits, into the draft; false where it is on its way already. */
  async undo(group: string): Promise<boolean> {
    const taken: Stored[] = [];
    for (const { key } of this.state.items.filter((item) => item.group === group)) {
      const item = await ifFree(this.lockOf(key), () => this.takeHeld(key));
      if (item) taken.push(item);
    }
    if (taken.length === 0) return false;
    for (const item of [...taken].reverse()) this.giveBack(item);
    this.look();
    return true;
  }

  /** The newest that can still be undone, in a conversation or in any. */
  held(conversationId?: string): Outgoing | null {
    const nowMs = Date.now();
    const mine = (item: Outgoing) => !conversationId || item.conversationId === conversationId;
    return this.state.items.findLast((item) => mine(item) && heldForMs(item, nowMs) > 0) ?? null;
  }

  /** Waits no longer for whoever might undo, and answers when all that could be sent is sent. */
  async flush(conversationId: string): Promise<void> {
    for (const item of this.shelf.all()) {
      if (item.conversationId === conversationId && item.heldUntil !== null) {
        this.shelf.put({ ...item, heldUntil: null });
      }
    }
    this.look();
    await this.drain(conversationId);
  }

  async flushAll(): Promise<void> {
    await Promise.all(this.conversations().map((id) => this.flush(id)));
  }

  /** Tries everything that waits, for example because the connection is back. */
  retry(): void {
    for (const id of this.conversations()) void this.drain(id);
  }

  dismiss(conversationId: string): void {
    const { [conversationId]: _read, ...refusals } = this.state.refusals;
    this.become({ refusals });
  }

  private drain(conversationId: string): Promise<void> {
    const running = this.draining.get(conversationId);
    if (running) {
      this.wanted.add(conversationId);
      return running;
    }
    const run = this.drainAll(conversationId).finally(() => this.draining.delete(conversationId));
    this.draining.set(conversationId, run);
    return run;
  }

  private async drainAll(conversationId: string): Promise<void> {
    const { owner } = this;
    const lane = `hilo.outbox.${owner}.lane.${conversationId}`;
    let more = true;
    while (more && this.owner === owner) {
      this.wanted.delete(conversationId);
      more = await exclusively(lane, () => this.sendFirst(conversationId));
      more ||= this.wanted.has(conversationId);
    }
    this.look();
  }

  /** False when nothing is left, or the first has to wait and the rest with it. */
  private async sendFirst(conversationId: string): Promise<boolean> {
    const first = this.shelf.all().find((item) => item.conversationId === conversationId);
    if (!first) return false;
    const leftMs = heldForMs(first, Date.now());
    if (leftMs > 0) {
      setTimeout(() => void this.drain(conversationId), leftMs);
      return false;
    }
    return exclusively(this.lockOf(first.key), async () => {
      const item = this.shelf.get(first.key);
      return item ? this.send(item) : true;
    });
  }

  private async send(item: Stored): Promise<boolean> {
    const { shelf } = this;
    try {
      const path = `/conversations/${item.conversationId}/messages`;
      const message = await post<Message>(path, bodyOf(item), { idempotencyKey: item.key });
      desk.learnMessage(message);
      shelf.remove(item.key);
      this.noteSent(item.key);
    } catch (error) {
      if (!(error instanceof ApiError) || mayStillPass(error)) {
        this.notes.set(item.key, { seq: 0, ...this.notes.get(item.key), waiting: true });
        setTimeout(() => void this.drain(item.conversationId), retryMs);
        return false;
      }
      shelf.remove(item.key);
      this.left.delete(item.key);
      this.giveBack(item, error);
      this.become({ refusals: { ...this.state.refusals, [item.conversationId]: error } });
    }
    this.look();
    return true;
  }

  private takeHeld(key: string): Stored | null {
    const item = this.shelf.get(key);
    if (!item || heldForMs(item, Date.now()) === 0) return null;
    this.shelf.remove(key);
    return item;
  }

  private giveBack(item: Stored, error: ApiError | null = null): void {
    const draft = drafts.of(item.conversationId);
    const text = [item.text, draft.text].filter(Boolean).join("\n");
    if (item.file) attachments.putBack(item.conversationId, item.file, error);
    drafts.write(item.conversationId, { text, replyTo: draft.replyTo ?? item.replyTo });
  }

  private noteSent(key: string): void {
    if (!this.left.delete(key)) return;
    this.leftSent += 1;
    if (this.left.size > 0) return;
    this.onLeftSent(this.leftSent);
    this.leftSent = 0;
  }

  private conversations(): string[] {
    return [...new Set(this.state.items.map((item) => item.conversationId))];
  }

  /** Reads what is stored anew: other tabs write there, too. */
  private look(): void {
    const stored = this.owner ? this.shelf.all() : [];
    const seq = desk.snapshot().seq;
    this.become({
      items: stored.map((item) => ({ ...item, ...(this.notes.get(item.key) ?? { waiting: false, seq }) })),
    });
    for (const { key, waiting, seq: since } of this.state.items) this.notes.set(key, { waiting, seq: since });
  }

  private become(change: Partial<OutboxState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }

  private lockOf(key: string): string {
    return `hilo.outbox.item.${key}`;
  }
}

export const outbox = new Outbox();

export function useOutbox(): OutboxState {
  return useSyncExternalStore(outbox.subscribe, outbox.snapshot);
}
