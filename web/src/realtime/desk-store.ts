/** Holds the desk state of this tab and tells who reads it. The reducer decides; this only keeps. */
import { useSyncExternalStore } from "react";
import type { Conversation, Message, Typification } from "@/api/types";
import { applyEvent, applyFetched, type DeskState, emptyDesk, type Fetched, thinned } from "./desk-state";
import type { DeskEvent } from "./events";
import { Gaps } from "./gaps";

type Closed = Conversation & { typification?: Typification | null };

export class DeskStore {
  private state: DeskState = emptyDesk;
  private readonly listeners = new Set<() => void>();
  private readonly gaps: Gaps;
  onGap: (conversationId: string) => void = () => {};
  /** Whether the messages of a conversation are wanted: of others only the last is kept. */
  isFollowed: (conversationId: string) => boolean = () => true;

  constructor() {
    this.gaps = new Gaps((id) => this.onGap(id));
  }

  readonly snapshot = (): DeskState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  apply(event: DeskEvent): void {
    const { conversation, conversation_id } = event.data;
    if (conversation) this.gaps.event(conversation.id, conversation.version);
    if (event.type === "conversation.left" && conversation_id) this.gaps.forget(conversation_id);
    const state = applyEvent(this.state, event);
    const of = event.data.message?.conversation_id;
    this.become(of && !this.isFollowed(of) ? thinned(state, [of]) : state);
  }

  ingest(fetched: Partial<Fetched>): void {
    for (const one of fetched.conversations ?? []) this.gaps.fetched(one.id, one.version);
    this.become(applyFetched(this.state, { startedSeq: this.state.seq, ...fetched }));
  }

  /** What the answer to one's own action says, as if the socket had said it. */
  learn(conversation: Conversation): void {
    this.apply({ type: "conversation.changed", at: conversation.updated_at, data: { conversation } });
  }

  /** The same of one that comes with what it was closed with. */
  learnClosed({ typification, ...conversation }: Closed): void {
    const type = "conversation.changed";
    this.apply({ type, at: conversation.updated_at, data: { conversation, typification } });
  }

  learnMessage(message: Message): void {
    this.apply({ type: "message.changed", at: message.created_at, data: { message, conversation: null } });
  }

  /** Nobody looks at these any more. */
  thin(conversationIds: readonly string[]): void {
    this.become(thinned(this.state, conversationIds));
  }

  reset(): void {
    this.gaps.stopAll();
    this.become(emptyDesk);
  }

  private become(state: DeskState): void {
    if (state === this.state) return;
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

export const desk = new DeskStore();

/** `select` must give the same object for the same state. */
export function useDesk<T>(select: (state: DeskState) => T): T {
  return useSyncExternalStore(desk.subscribe, () => select(desk.snapshot()));
}

/** What a conversation is closed with now; what was said of an earlier closing is past. */
export function useTypification({ id, resolved_at }: Conversation): Typification | null {
  return useDesk(({ typifications }) => {
    const newest = typifications.get(id);
    return newest && newest.closed_at === resolved_at ? newest : null;
  });
}

export function useConversationEntity(id: string | null) {
  return useDesk((state) => (id ? (state.conversations.get(id)?.item ?? null) : null));
}
