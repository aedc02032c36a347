/**
 * The desk's one live connection, free of any framework. Owns: ticket, reconnecting with jittered back-off, a
 * fresh connection before the old one breaks, and what is watched and open. Refuses to keep data: events go out
 * as they come, and after each `ready` the listener refetches what it shows.
 */
import type { ClientFrame, DeskEvent } from "./events";
import { Link } from "./link";

export const pingEveryMs = 5 * 60_000;
export const renewAfterMs = 110 * 60_000;
const firstWaitMs = 1_000;
const longestWaitMs = 30_000;

export type Connection =
  | { state: "idle" }
  | { state: "connecting"; attempt: number }
  | { state: "ready" }
  | { state: "waiting"; attempt: number; retryAtMs: number };

export interface DeskSocketOptions {
  ticket(): Promise<string>;
  open(ticket: string): WebSocket;
  onEvent(event: DeskEvent): void;
  onReady(): void;
  onChange(connection: Connection): void;
  random?: () => number;
  nowMs?: () => number;
}

export class DeskSocket {
  private link: Link | null = null;
  private successor: Link | null = null;
  private connection: Connection = { state: "idle" };
  private generation = 0;
  private readonly viewing = new Set<string>();
  private readonly watching = new Set<string>();
  private presenceLookers = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private pingTimer: ReturnType<typeof setInterval> | undefined;
  private renewTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly options: DeskSocketOptions;

  constructor(options: DeskSocketOptions) {
    this.options = options;
  }

  start(): void {
    if (this.connection.state === "idle") void this.connect(0);
  }

  stop(): void {
    this.generation += 1;
    this.dropLinks();
    this.change({ state: "idle" });
  }

  /** Tries at once instead of at the end of the wait. */
  retryNow(): void {
    if (this.connection.state !== "waiting") return;
    clearTimeout(this.retryTimer);
    void this.connect(this.connection.attempt);
  }

  /** Without network an open connection falls silent and never says so: it is given up at once. */
  networkLost(): void {
    if (this.connection.state === "idle" || this.connection.state === "waiting") return;
    this.generation += 1;
    this.dropLinks();
    this.waitAndRetry(0);
  }

  view(conversationId: string): void {
    this.viewing.add(conversationId);
    this.tell({ action: "open", conversation_id: conversationId });
  }

  leave(conversationId: string): void {
    this.viewing.delete(conversationId);
    this.tell({ action: "close", conversation_id: conversationId });
  }

  /** Tells colleagues that the person writes; without a connection nobody is told. */
  type(conversationId: string): void {
    this.tell({ action: "typing", conversation_id: conversationId });
  }

  /** Watches exactly these queues from now on. */
  watchOnly(queueIds: readonly string[]): void {
    for (const id of this.watching) {
      if (!queueIds.includes(id)) this.tell({ action: "unwatch", queue_id: id });
    }
    for (const id of queueIds) {
      if (!this.watching.has(id)) this.tell({ action: "watch", queue_id: id });
    }
    this.watching.clear();
    for (const id of queueIds) this.watching.add(id);
  }

  /** Hears what people do, until everybody who asked has left. */
  watchPresence(): void {
    this.presenceLookers += 1;
    if (this.presenceLookers === 1) this.tell({ action: "watch_presence" });
  }

  leavePresence(): void {
    this.presenceLookers -= 1;
    if (this.presenceLookers === 0) this.tell({ action: "unwatch_presence" });
  }

  private tell(frame: ClientFrame): void {
    if (this.connection.state === "ready") this.link?.send(frame);
  }

  private async connect(attempt: number): Promise<void> {
    this.generation += 1;
    const generation = this.generation;
    this.change({ state: "connecting", attempt });
    try {
      const ticket = await this.options.ticket();
      if (generation === this.generation) this.link = this.newLink(ticket, attempt);
    } catch {
      if (generation === this.generation) this.waitAndRetry(attempt);
    }
  }

  private newLink(ticket: string, attempt: number): Link {
    return new Link(this.options.open(ticket), {
      onReady: (link) => this.becomeReady(link),
      onEvent: this.options.onEvent,
      onRefused: (frame) => this.forget(frame),
      onBroken: (link) => this.onBroken(link, attempt),
    });
  }

  /** Asks again for what is shown; the owner refetches when that was heard, so nothing falls between the two. */
  private becomeReady(link: Link): void {
    if (link === this.successor) {
      this.link?.close();
      this.successor = null;
    }
    this.link = link;
    for (const id of this.watching) link.send({ action: "watch", queue_id: id });
    for (const id of this.viewing) link.send({ action: "open", conversation_id: id });
    if (this.presenceLookers > 0) link.send({ action: "watch_presence" });
    clearInterval(this.pingTimer);
    clearTimeout(this.renewTimer);
    this.pingTimer = setInterval(() => this.tell({ action: "ping" }), pingEveryMs);
    this.renewTimer = setTimeout(() => void this.renew(), renewAfterMs);
    this.change({ state: "ready" });
    link.whenAnswered(() => this.options.onReady());
  }

  private async renew(): Promise<void> {
    const generation = this.generation;
    try {
      const ticket = await this.options.ticket();
      if (generation === this.generation) this.successor = this.newLink(ticket, 0);
    } catch {
      // The old connection still serves; when it breaks the ordinary way back begins.
    }
  }

  private onBroken(link: Link, attempt: number): void {
    if (link === this.successor) {
      this.successor = null;
      return;
    }
    if (link !== this.link) return;
    const wasReady = this.connection.state === "ready";
    this.dropLinks();
    this.waitAndRetry(wasReady ? 0 : attempt);
  }

  private waitAndRetry(attempt: number): void {
    const ceiling = Math.min(longestWaitMs, firstWaitMs * 2 ** attempt);
    const waitMs = ceiling / 2 + ((this.options.random ?? Math.random)() * ceiling) / 2;
    const retryAtMs = (this.options.nowMs ?? Date.now)() + waitMs;
    this.change({ state: "waiting", attempt: attempt + 1, retryAtMs });
    this.retryTimer = setTimeout(() => void this.connect(attempt + 1), waitMs);
  }

  private forget(frame: ClientFrame): void {
    if (frame.action === "open") this.viewing.delete(frame.conversation_id);
    if (frame.action === "watch") this.watching.delete(frame.queue_id);
  }

  private dropLinks(): void {
    clearTimeout(this.retryTimer);
    clearInterval(this.pingTimer);
    clearTimeout(this.renewTimer);
    this.link?.close();
    this.successor?.close();
    this.link = null;
    this.successor = null;
  }

  private change(connection: Connection): void {
    this.connection = connection;
    this.options.onChange(connection);
  }
}
