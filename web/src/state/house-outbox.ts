/**
 * Notes and whispers that the server has not accepted yet. Kept in storage, posted in order per conversation and
 * repeated under the same idempotency key until answered, so that each is kept once; a refused one comes back with
 * its reason. It knows no way to a customer: nothing but the two addresses below.
 */
import { useSyncExternalStore } from "react";
import { ApiError, isTransient } from "@/api/errors";
import { post } from "@/api/http";
import type { Mentioned, Note, Whisper } from "@/api/types";
import { house } from "@/realtime/house";
import { noteDrafts } from "./note-drafts";
import { readStored, removeStored, storedKeys, writeStored } from "./storage";

interface Waiting {
  key: string;
  conversationId: string;
  text: string;
  createdAt: string;
  /** Nobody answered yet; it is tried again. */
  waiting: boolean;
}

export interface OutgoingNote extends Waiting {
  kind: "note";
  mentions: readonly Mentioned[];
  /** The newest note when it was written: the real one comes after. */
  after: string;
}

export interface OutgoingWhisper extends Waiting {
  kind: "whisper";
  agentId: string;
}

export type OutgoingTalk = OutgoingNote | OutgoingWhisper;

interface HouseOutboxState {
  items: readonly OutgoingTalk[];
  /** The last one of each kind per conversation. */
  refusals: Readonly<Record<string, ApiError>>;
}

const retryMs = 5_000;
const passing = new Set(["request_in_progress", "busy"]);

function mayStillPass(error: ApiError): boolean {
  return isTransient(error) || error.status === 401 || error.status === 429 || passing.has(error.code);
}

export function refusalKey(kind: OutgoingTalk["kind"], conversationId: string): string {
  return `${kind} ${conversationId}`;
}

class HouseOutbox {
  private state: HouseOutboxState = { items: [], refusals: {} };
  private owner = "";
  private readonly busy = new Set<string>();
  private readonly listeners = new Set<() => void>();

  readonly snapshot = (): HouseOutboxState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  ownedBy(userId: string): void {
    if (this.owner === userId) return;
    this.owner = userId;
    this.state = { items: userId ? this.stored() : [], refusals: {} };
    this.retry();
  }

  addNote(conversationId: string, text: string, mentions: readonly Mentioned[]): void {
    const after = Object.keys(house.snapshot().notes[conversationId] ?? {})
      .sort()
      .at(-1);
    this.add({ ...this.begun(conversationId, text), kind: "note", mentions, after: after ?? "" });
  }

  addWhisper(conversationId: string, text: string, agentId: string): void {
    this.add({ ...this.begun(conversationId, text), kind: "whisper", agentId });
  }

  /** Tries everything that waits, for example because the connection is back. */
  retry(): void {
    for (const id of new Set(this.state.items.map((item) => item.conversationId))) void this.drain(id);
  }

  dismiss(kind: OutgoingTalk["kind"], conversationId: string): void {
    const { [refusalKey(kind, conversationId)]: _read, ...refusals } = this.state.refusals;
    this.become({ refusals });
  }

  private begun(conversationId: string, text: string): Waiting {
    const createdAt = new Date().toISOString();
    return { key: crypto.randomUUID(), conversationId, text, createdAt, waiting: false };
  }

  private add(item: OutgoingTalk): void {
    writeStored(this.storageKey(item.key), item);
    this.become({ items: [...this.state.items, item] });
    this.dismiss(item.kind, item.conversationId);
    void this.drain(item.conversationId);
  }

  private async drain(conversationId: string): Promise<void> {
    if (this.busy.has(conversationId)) return;
    this.busy.add(conversationId);
    let item = this.first(conversationId);
    while (item && (await this.send(item))) item = this.first(conversationId);
    this.busy.delete(conversationId);
  }

  /** False when nobody answered and the rest has to wait too. */
  private async send(item: OutgoingTalk): Promise<boolean> {
    try {
      await postTalk(item);
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

  private refuse(item: OutgoingTalk, error: ApiError): void {
    this.remove(item);
    giveBack(item);
    const key = refusalKey(item.kind, item.conversationId);
    this.become({ refusals: { ...this.state.refusals, [key]: error } });
  }

  private first(conversationId: string): OutgoingTalk | undefined {
    return this.state.items.find((item) => item.conversationId === conversationId);
  }

  private remove(item: OutgoingTalk): void {
    removeStored(this.storageKey(item.key));
    this.become({ items: this.state.items.filter((other) => other.key !== item.key) });
  }

  private change(item: OutgoingTalk, change: Partial<Waiting>): void {
    this.become({
      items: this.state.items.map((other) => (other.key === item.key ? { ...other, ...change } : other)),
    });
  }

  private become(change: Partial<HouseOutboxState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }

  /** What this or another tab left behind; the same key makes it one, whoever posts it. */
  private stored(): OutgoingTalk[] {
    return storedKeys(this.storageKey(""))
      .flatMap((key) => readStored<OutgoingTalk>(this.storageKey(key)) ?? [])
      .map((item) => ({ ...item, waiting: true }))
      .sort((one, other) => one.createdAt.localeCompare(other.createdAt));
  }

  /** Each in a place of its own: tabs do not write over each other. */
  private storageKey(key: string): string {
    return `hilo.house-outbox.${this.owner}.${key}`;
  }
}

/** What was refused is there to be mended, before what was typed since. */
function giveBack(item: OutgoingTalk): void {
  const draft = noteDrafts.of(item.conversationId);
  if (item.kind === "whisper") {
    noteDrafts.write(item.conversationId, { whisper: joined(item.text, draft.whisper) });
  } else {
    const mentions = [...item.mentions, ...draft.mentions];
    noteDrafts.write(item.conversationId, { open: true, text: joined(item.text, draft.text), mentions });
  }
}

function joined(...texts: string[]): string {
  return texts.filter(Boolean).join("\n");
}

async function postTalk(item: OutgoingTalk): Promise<void> {
  const { conversationId, text, key } = item;
  const once = { idempotencyKey: key };
  if (item.kind === "note") {
    const body = { text, mentions: item.mentions.map((one) => one.id) };
    house.learn({ notes: [await post<Note>(`/conversations/${conversationId}/notes`, body, once)] });
  } else {
    const body = { text, agent_id: item.agentId };
    house.learn({ whispers: [await post<Whisper>(`/conversations/${conversationId}/whispers`, body, once)] });
  }
}

export const houseOutbox = new HouseOutbox();

export function useHouseOutbox(): HouseOutboxState {
  return useSyncExternalStore(houseOutbox.subscribe, houseOutbox.snapshot);
}
