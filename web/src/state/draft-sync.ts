/**
 * Brings drafts to the server and those of the person's other devices here. The local text is always first; each
 * write names the version it was made from, so that two devices never overwrite each other unseen: where both
 * wrote, the other's text is offered beside one's own and nothing is sent there until the person has chosen.
 */
import { useSyncExternalStore } from "react";
import { ApiError, isTransient } from "@/api/errors";
import { get, put, remove } from "@/api/http";
import type { KeptDraft, Page } from "@/api/types";
import { type Draft, drafts, emptyDraft } from "./drafts";
import { readStored, removeStored, storedKeys, writeStored } from "./storage";

/** What the server was last seen to have. */
interface Seen extends Draft {
  version: number;
}

export interface OtherDraft extends Draft {
  savedAt: string;
}

const settleMs = 1_500;
const retryMs = 15_000;
const nothing: Seen = { ...emptyDraft, version: 0 };

class DraftSync {
  private owner = "";
  private others: Readonly<Record<string, OtherDraft>> = {};
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly busy = new Set<string>();
  private readonly listeners = new Set<() => void>();

  readonly snapshot = (): Readonly<Record<string, OtherDraft>> => this.others;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  ownedBy(userId: string): void {
    if (this.owner === userId) return;
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.owner = userId;
    this.others = {};
    drafts.onWritten = userId ? (id) => this.pushSoon(id, settleMs) : () => {};
  }

  /** Takes what other devices wrote, and brings what was typed here while nobody answered. */
  async pull(): Promise<void> {
    const owner = this.owner;
    if (!owner) return;
    try {
      const { items } = await get<Page<KeptDraft>>("/me/drafts");
      if (owner !== this.owner) return;
      const kept = new Map(items.map((item) => [item.conversation_id, item]));
      for (const id of new Set([...kept.keys(), ...this.seenIds(), ...drafts.all()])) {
        if (!this.busy.has(id)) this.meet(id, kept.get(id) ?? null);
      }
    } catch {
      // Asked again when the connection is back; what was typed is here.
    }
  }

  /** Puts the other device's text in the place of one's own. */
  takeOther(conversationId: string): void {
    const other = this.others[conversationId];
    if (!other) return;
    this.settle(conversationId);
    drafts.adopt(conversationId, { text: other.text, replyTo: other.replyTo });
  }

  /** Keeps one's own text, also on the other device. */
  keepMine(conversationId: string): void {
    this.settle(conversationId);
    this.pushSoon(conversationId, 0);
  }

  private meet(id: string, kept: KeptDraft | null): void {
    const seen = this.seen(id);
    const mine = drafts.of(id);
    if (kept?.version === seen.version) {
      if (!same(mine, seen)) this.pushSoon(id, settleMs);
      return;
    }
    const theirs = kept ? draftOf(kept) : emptyDraft;
    if (same(mine, theirs) || same(mine, seen)) {
      this.see(id, kept);
      this.settle(id);
      if (!same(mine, theirs)) drafts.adopt(id, theirs);
    } else if (kept) this.offer(id, kept);
    else {
      this.see(id, null);
      this.pushSoon(id, settleMs);
    }
  }

  private pushSoon(id: string, inMs: number): void {
    clearTimeout(this.timers.get(id));
    this.timers.set(
      id,
      setTimeout(() => {
        this.timers.delete(id);
        void this.push(id);
      }, inMs),
    );
  }

  private async push(id: string): Promise<void> {
    const mine = drafts.of(id);
    if (this.busy.has(id)) return this.pushSoon(id, settleMs);
    if (this.others[id] || same(mine, this.seen(id))) return;
    this.busy.add(id);
    try {
      await this.store(id, mine);
    } catch (error) {
      this.refused(id, error);
    } finally {
      this.busy.delete(id);
    }
  }

  private async store(id: string, mine: Draft): Promise<void> {
    const { version } = this.seen(id);
    if (same(mine, emptyDraft)) {
      if (version > 0) await remove(`/me/drafts/${id}`, { version });
      this.see(id, null);
      return;
    }
    const body = { text: mine.text, reply_to: mine.replyTo };
    this.see(id, await put<KeptDraft>(`/me/drafts/${id}`, body, { version }));
  }

  private refused(id: string, error: unknown): void {
    if (error instanceof ApiError && error.code === "draft_conflict") {
      this.meet(id, (error.problem.standing as KeptDraft | null) ?? null);
    } else if (isTransient(error) || (error instanceof ApiError && error.status === 429)) {
      this.pushSoon(id, retryMs);
    }
  }

  private offer(id: string, kept: KeptDraft): void {
    this.see(id, kept);
    this.become({ ...this.others, [id]: { ...draftOf(kept), savedAt: kept.saved_at } });
  }

  private settle(id: string): void {
    const { [id]: _chosen, ...others } = this.others;
    this.become(others);
  }

  private become(others: Readonly<Record<string, OtherDraft>>): void {
    this.others = others;
    for (const listener of this.listeners) listener();
  }

  private seen(id: string): Seen {
    return readStored<Seen>(this.key(id)) ?? nothing;
  }

  private see(id: string, kept: KeptDraft | null): void {
    if (kept) writeStored(this.key(id), { ...draftOf(kept), version: kept.version } satisfies Seen);
    else removeStored(this.key(id));
  }

  private seenIds(): string[] {
    return storedKeys(this.key(""));
  }

  private key(id: string): string {
    return `hilo.draft-seen.${this.owner}.${id}`;
  }
}

function draftOf(kept: KeptDraft): Draft {
  return { text: kept.text, replyTo: kept.reply_to };
}

function same(one: Draft, other: Draft): boolean {
  return one.text === other.text && one.replyTo?.id === other.replyTo?.id;
}

export const draftSync = new DraftSync();

export function useOtherDraft(conversationId: string): OtherDraft | null {
  return useSyncExternalStore(draftSync.subscribe, () => draftSync.snapshot()[conversationId] ?? null);
}
