/** Which colleagues are writing where, as the socket tells: for some seconds after each word of it. */
import { useSyncExternalStore } from "react";
import type { Person } from "@/api/types";
import type { DeskEvent } from "./events";
import { live } from "./live";

const lastsMs = 6_000;
const nobody: readonly Person[] = [];

class Typists {
  private at: Readonly<Record<string, readonly Person[]>> = {};
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  of(conversationId: string): readonly Person[] {
    return this.at[conversationId] ?? nobody;
  }

  hear({ type, data }: DeskEvent): void {
    const { conversation_id, user, message } = data;
    if (type === "conversation.typing" && conversation_id && user) this.begins(conversation_id, user);
    if (type === "message.queued" && message?.author.id)
      this.ends(message.conversation_id, message.author.id);
  }

  private begins(conversationId: string, person: Person): void {
    const key = `${conversationId} ${person.id}`;
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => this.ends(conversationId, person.id), lastsMs),
    );
    const others = this.of(conversationId).filter(({ id }) => id !== person.id);
    this.become(conversationId, [...others, person]);
  }

  private ends(conversationId: string, personId: string): void {
    if (!this.of(conversationId).some(({ id }) => id === personId)) return;
    clearTimeout(this.timers.get(`${conversationId} ${personId}`));
    this.become(
      conversationId,
      this.of(conversationId).filter(({ id }) => id !== personId),
    );
  }

  private become(conversationId: string, people: readonly Person[]): void {
    this.at = { ...this.at, [conversationId]: people };
    for (const listener of this.listeners) listener();
  }
}

export const typists = new Typists();
live.onEvent((event) => typists.hear(event));

export function useTypists(conversationId: string): readonly Person[] {
  return useSyncExternalStore(typists.subscribe, () => typists.of(conversationId));
}
