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

class PreferenceBook {
  private owner = "";
  private current = defaults;
  private readonly listeners = new Set<() => void>();

  readonly snapshot = (): Preferences => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  ownedBy(userId: string): void {
    if (this.owner === userId) return;
    this.owner = userId;
    const stored = userId ? readStored<Partial<Preferences>>(this.key()) : null;
    this.show({ ...defaults, ...stored });
  }

  async pull(): Promise<void> {
    const owner = this.owner;
    if (!owner) return;
    try {
      const kept = await get<Preferences>(path);
      if (owner === this.owner) this.keep(kept);
    } catch {
      // The last known ones hold until the next time.
    }
  }

  /** Takes effect at once; goes back, and throws, where the server does not take it. */
  async choose(choice: Partial<PreferencesToSave>): Promise<void> {
    const before = this.current;
    this.show(withChoice(before, choice));
    try {
      this.keep(await this.save(choice, before.version));
    } catch (error) {
      this.show(before);
      throw error;
    }
  }

  /** Another device may have chosen something else meanwhile: this choice goes on top of that. */
  private async save(choice: Partial<PreferencesToSave>, version: number): Promise<Preferences> {
    try {
      return await put<Preferences>(path, choice, { version });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "version_conflict") throw error;
      return put<Preferences>(path, choice, { version: (await get<Preferences>(path)).version });
    }
  }

  private keep(kept: Preferences): void {
    writeStored(this.key(), kept);
    this.show(kept);
  }

  private show(chosen: Preferences): void {
    this.current = chosen;
    for (const listener of this.listeners) listener();
  }

  private key(): string {
    return `hilo.preferences.${this.owner}`;
  }
}

/** As the server does: of what is a map only the named entries change, and null takes one away. */
function withChoice(before: Preferences, choice: Partial<PreferencesToSave>): Preferences {
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
