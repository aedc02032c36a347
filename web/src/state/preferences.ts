/**
 * How the signed-in person likes to work. Kept by the server; the last known ones are stored here, too, so that a
 * desk that opens without a connection behaves as its owner is used to.
 */
import { useSyncExternalStore } from "react";
import { ApiError } from "@/api/errors";
import { get, put } from "@/api/http";
import type { Preferences, PreferencesToSave } from "@/api/types";
import { readStored, writeStored } from "./storage";

const defaults: Preferences = {
  undo_send_seconds: 5,
  enter_sends: true,
  single_key_shortcuts: true,
  next_after_resolve: false,
  sound_volume: 70,
  alert_ways: {},
  muted: {},
  quiet_on_break: true,
  alerts_show_text: false,
  language: "auto",
  hints_left: 0,
  version: 0,
};
const path = "/me/preferences";

/** Choices that travel in one call. */
interface Batch {
  choice: Choice;
  saved: Promise<void>;
}

type Choice = Partial<PreferencesToSave>;

/** One call at a time: they carry the version they change, and would refuse each other. */
class PreferenceBook {
  private owner = "";
  private kept = defaults;
  private current = defaults;
  private underWay: Batch | null = null;
  private waiting: Batch | null = null;
  private line: Promise<unknown> = Promise.resolve();
  private readonly listeners = new Set<() => void>();

  readonly snapshot = (): Preferences => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  ownedBy(userId: string): void {
    if (this.owner === userId) return;
    this.owner = userId;
    this.underWay = null;
    this.waiting = null;
    this.line = Promise.resolve();
    const stored = userId ? readStored<Partial<Preferences>>(this.key()) : null;
    this.kept = { ...defaults, ...stored };
    this.show();
  }

  /** A choice waits for it, so that it goes out with the version that stands. */
  async pull(): Promise<void> {
    const { owner } = this;
    if (!owner) return;
    const pulled = this.line.then(async () => {
      if (owner !== this.owner) return;
      try {
        const kept = await get<Preferences>(path);
        if (owner === this.owner) this.keep(kept);
      } catch {
        // The last known ones hold until the next time.
      }
    });
    this.line = pulled;
    await pulled;
  }

  /**
   * Takes effect at once; goes back, and throws, where the server does not take it. What is chosen while a call is
   * under way goes together with the next one.
   */
  choose(choice: Choice): Promise<void> {
    const batch = (this.waiting ??= this.nextBatch());
    batch.choice = together(batch.choice, choice);
    this.show();
    return batch.saved;
  }

  private nextBatch(): Batch {
    const owner = this.owner;
    const batch: Batch = { choice: {}, saved: this.line.then(() => this.send(batch, owner)) };
    this.line = batch.saved.catch(() => undefined);
    return batch;
  }

  private async send(batch: Batch, owner: string): Promise<void> {
    if (owner !== this.owner) return;
    this.waiting = null;
    this.underWay = batch;
    try {
      const kept = await this.save(batch.choice, this.kept.version);
      if (owner === this.owner) this.keep(kept);
    } finally {
      if (this.underWay === batch) this.underWay = null;
      this.show();
    }
  }

  /** Another device may have chosen something else meanwhile: this choice goes on top of that. */
  private async save(choice: Choice, version: number): Promise<Preferences> {
    try {
      return await put<Preferences>(path, choice, { version });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "version_conflict") throw error;
      return put<Preferences>(path, choice, { version: (await get<Preferences>(path)).version });
    }
  }

  private keep(kept: Preferences): void {
    writeStored(this.key(), kept);
    this.kept = kept;
    this.show();
  }

  /** What the server has, and on top of it what it is still to have. */
  private show(): void {
    const unsaved = [this.underWay, this.waiting].filter((one) => one !== null);
    this.current = unsaved.reduce((before, { choice }) => withChoice(before, choice), this.kept);
    for (const listener of this.listeners) listener();
  }

  private key(): string {
    return `hilo.preferences.${this.owner}`;
  }
}

/** The newer choice on top of the older one; of what is a map, entry by entry. */
function together(older: Choice, newer: Choice): Choice {
  const both = { ...older, ...newer };
  if (older.alert_ways && newer.alert_ways) both.alert_ways = { ...older.alert_ways, ...newer.alert_ways };
  if (older.muted && newer.muted) both.muted = { ...older.muted, ...newer.muted };
  return both;
}

/** As the server does: of what is a map only the named entries change, and null takes one away. */
function withChoice(before: Preferences, choice: Choice): Preferences {
  const { alert_ways, muted, ...rest } = choice;
  return {
    ...before,
    ...(rest as Partial<Preferences>),
    alert_ways: merged(before.alert_ways, alert_ways),
    muted: merged(before.muted, muted),
  };
}

function merged<T>(
  before: Record<string, T>,
  told: Record<string, T | null> | null = null,
): Record<string, T> {
  const all = Object.entries<T | null>({ ...before, ...told });
  return Object.fromEntries(all.filter((entry): entry is [string, T] => entry[1] !== null));
}

export const preferences = new PreferenceBook();

export function usePreferences(): Preferences {
  return useSyncExternalStore(preferences.subscribe, preferences.snapshot);
}
