/** What was written and not accepted by the server yet, as it is stored: one key a message, so that tabs do not clash. */
import type { Attached } from "./attachments";
import type { Draft } from "./drafts";
import { readStored, removeStored, storedKeys, writeStored } from "./storage";

/** One message as it is to be sent. */
export interface Part {
  /** With a file: its caption, which may be empty. */
  text: string;
  file: Attached | null;
  replyTo: Draft["replyTo"];
  replies?: Draft["replies"];
}

export interface Stored extends Part {
  key: string;
  conversationId: string;
  createdAt: string;
  /** Its place among all that wait. */
  order: number;
  /** What was sent by one press of the button is undone by one, too. */
  group: string;
  /** Until then sending can be undone (milliseconds); null where it cannot. */
  heldUntil: number | null;
  /** When the server is to send it; null for at once. */
  sendAt: string | null;
}

/** The longest that a message is ever held: a clock that was set back holds none for longer. */
const longestHoldMs = 10_000;

export function heldForMs({ heldUntil }: Pick<Stored, "heldUntil">, nowMs: number): number {
  const leftMs = heldUntil === null ? 0 : heldUntil - nowMs;
  return leftMs > longestHoldMs ? 0 : Math.max(0, leftMs);
}

interface When {
  /** The order of the last that waits already. */
  after: number;
  holdSeconds: number;
  sendAt: string | null;
}

/** What one press of the button sends. */
export function itemsOf(conversationId: string, parts: readonly Part[], when: When): Stored[] {
  const nowMs = Date.now();
  const isHeld = when.holdSeconds > 0 && when.sendAt === null;
  const shared = {
    conversationId,
    createdAt: new Date(nowMs).toISOString(),
    group: crypto.randomUUID(),
    heldUntil: isHeld ? nowMs + when.holdSeconds * 1000 : null,
    sendAt: when.sendAt,
  };
  return parts.map((part, index) => ({
    ...part,
    ...shared,
    key: crypto.randomUUID(),
    order: when.after + 1 + index,
  }));
}

/** What the call says that sends it. */
export function bodyOf({ text, file, replyTo, sendAt, replies }: Stored) {
  return {
    ...(file
      ? {
          kind: "media",
          upload_id: file.uploadId,
          ...(text ? { caption: text } : {}),
          ...(file.voice ? { voice: true } : {}),
        }
      : { kind: "text", text }),
    ...(replyTo ? { reply_to: replyTo.id } : {}),
    ...(sendAt ? { send_at: sendAt } : {}),
    ...(replies?.length ? { quick_reply_ids: replies } : {}),
  };
}

export class OutgoingShelf {
  private readonly prefix: string;
  private readonly former: string;

  constructor(owner: string) {
    this.former = `hilo.outbox.${owner}`;
    this.prefix = `${this.former}.`;
  }

  all(): Stored[] {
    this.bringFormer();
    return storedKeys(this.prefix)
      .flatMap((key) => this.get(key) ?? [])
      .sort((one, other) => one.order - other.order);
  }

  get(key: string): Stored | null {
    return readStored<Stored>(this.prefix + key);
  }

  put(item: Stored): void {
    writeStored(this.prefix + item.key, item);
  }

  remove(key: string): void {
    removeStored(this.prefix + key);
  }

  isOf(storageKey: string): boolean {
    return storageKey.startsWith(this.prefix);
  }

  /** The release before kept all of them in one list. */
  private bringFormer(): void {
    const list = readStored<Stored[]>(this.former);
    if (!list) return;
    for (const [order, item] of list.entries()) {
      const { key, conversationId, text, replyTo, createdAt } = item;
      const plain = { key, conversationId, text, replyTo, createdAt, file: item.file ?? null };
      this.put({ ...plain, order, group: key, heldUntil: null, sendAt: null });
    }
    removeStored(this.former);
  }
}
