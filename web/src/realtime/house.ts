/**
 * What the house says among itself, as this tab knows it: notes and whispers per conversation. Of each note the
 * highest version is kept, whatever the order of arrival. Whoever loses a conversation from sight loses them with it.
 */
import { useSyncExternalStore } from "react";
import type { Note, Whisper } from "@/api/types";
import type { DeskEvent } from "./events";

type ById<T> = Readonly<Record<string, T>>;

export interface HouseState {
  readonly notes: Readonly<Record<string, ById<Note>>>;
  readonly whispers: Readonly<Record<string, ById<Whisper>>>;
}

export const emptyHouse: HouseState = { notes: {}, whispers: {} };

export function withNote(state: HouseState, note: Note): HouseState {
  const known = state.notes[note.conversation_id] ?? {};
  const earlier = known[note.id];
  if (earlier && earlier.version >= note.version) return state;
  return {
    ...state,
    notes: { ...state.notes, [note.conversation_id]: { ...known, [note.id]: note } },
  };
}

/** A whisper never changes. */
export function withWhisper(state: HouseState, whisper: Whisper): HouseState {
  const known = state.whispers[whisper.conversation_id] ?? {};
  if (known[whisper.id]) return state;
  return {
    ...state,
    whispers: { ...state.whispers, [whisper.conversation_id]: { ...known, [whisper.id]: whisper } },
  };
}

export function without(state: HouseState, conversationId: string): HouseState {
  if (!state.notes[conversationId] && !state.whispers[conversationId]) return state;
  const { [conversationId]: _notes, ...notes } = state.notes;
  const { [conversationId]: _whispers, ...whispers } = state.whispers;
  return { notes, whispers };
}

class House {
  private state: HouseState = emptyHouse;
  private readonly listeners = new Set<() => void>();

  readonly snapshot = (): HouseState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  apply({ type, data }: DeskEvent): void {
    if (type === "conversation.left" && data.conversation_id) {
      this.become(without(this.state, data.conversation_id));
    }
    if (data.note) this.learn({ notes: [data.note] });
    if (data.whisper) this.learn({ whispers: [data.whisper] });
  }

  learn({ notes = [], whispers = [] }: { notes?: readonly Note[]; whispers?: readonly Whisper[] }): void {
    this.become(whispers.reduce(withWhisper, notes.reduce(withNote, this.state)));
  }

  /** Nobody looks at these any more; they are fetched when somebody does. */
  forget(conversationIds: readonly string[]): void {
    this.become(conversationIds.reduce(without, this.state));
  }

  reset(): void {
    this.become(emptyHouse);
  }

  private become(state: HouseState): void {
    if (state === this.state) return;
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

export const house = new House();

/** `select` must give the same object for the same state. */
export function useHouse<T>(select: (state: HouseState) => T): T {
  return useSyncExternalStore(house.subscribe, () => select(house.snapshot()));
}
