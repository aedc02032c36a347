/**
 * The desk's own sounds, made here and now: a few soft notes each, under 400 ms. A browser lets nothing sound before
 * the person has touched the page; until then `isBlocked` says so.
 */
import { useSyncExternalStore } from "react";
import type { AlertEvent } from "@/api/types";

type Note = readonly [hertz: number, beginsAt: number, seconds: number];

const up: readonly Note[] = [
  [523, 0, 0.14],
  [784, 0.13, 0.24],
];
const motifs: Record<AlertEvent, readonly Note[]> = {
  waiting: up,
  assigned: [
    [523, 0, 0.11],
    [659, 0.1, 0.11],
    [784, 0.2, 0.18],
  ],
  taken: [
    [659, 0, 0.14],
    [440, 0.13, 0.24],
  ],
  message: [[659, 0, 0.22]],
  open_message: [[494, 0, 0.12]],
  mention: [
    [880, 0, 0.1],
    [880, 0.14, 0.2],
  ],
  whisper: [
    [349, 0, 0.14],
    [392, 0.13, 0.22],
  ],
  failed: [
    [330, 0, 0.16],
    [262, 0.15, 0.24],
  ],
  window_closing: [
    [587, 0, 0.1],
    [587, 0.12, 0.1],
    [494, 0.24, 0.14],
  ],
  break_over: [
    [440, 0, 0.16],
    [587, 0.15, 0.22],
  ],
  presence_changed: [
    [587, 0, 0.12],
    [440, 0.11, 0.12],
    [587, 0.22, 0.16],
  ],
  connection: [
    [392, 0, 0.12],
    [392, 0.13, 0.12],
    [311, 0.26, 0.13],
  ],
  system: [
    [311, 0, 0.18],
    [233, 0.17, 0.22],
  ],
  change: [
    [440, 0, 0.12],
    [523, 0.13, 0.16],
  ],
};

const loudest = 0.35;

class Speaker {
  private context: AudioContext | null = null;
  private blocked = false;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly isBlocked = (): boolean => this.blocked;

  /** Whether the browser would let it sound now. */
  mayPlay(): boolean {
    return navigator.userActivation?.hasBeenActive ?? true;
  }

  async play(event: AlertEvent, volume: number): Promise<boolean> {
    if (volume <= 0) return true;
    const context = this.mayPlay() ? await this.running() : null;
    this.become(context === null);
    if (!context) return false;
    for (const note of motifs[event]) ring(context, note, (volume / 100) * loudest);
    return true;
  }

  /** Called in answer to the person's own hand: from then on things may sound. */
  async unblock(): Promise<void> {
    if (await this.running()) this.become(false);
  }

  private async running(): Promise<AudioContext | null> {
    if (typeof AudioContext === "undefined") return null;
    this.context ??= new AudioContext();
    if (this.context.state !== "running") await this.context.resume().catch(() => undefined);
    return this.context.state === "running" ? this.context : null;
  }

  private become(blocked: boolean): void {
    if (blocked === this.blocked) return;
    this.blocked = blocked;
    for (const listener of this.listeners) listener();
  }
}

/** A note that swells and fades: nothing clicks. */
function ring(context: AudioContext, [hertz, beginsAt, seconds]: Note, loudness: number): void {
  const begin = context.currentTime + beginsAt;
  const tone = context.createOscillator();
  const gain = context.createGain();
  tone.type = "triangle";
  tone.frequency.value = hertz;
  gain.gain.setValueAtTime(0.0001, begin);
  gain.gain.exponentialRampToValueAtTime(Math.max(loudness, 0.0002), begin + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.0001, begin + seconds);
  tone.connect(gain).connect(context.destination);
  tone.start(begin);
  tone.stop(begin + seconds);
}

export const speaker = new Speaker();

export function useSpeakerBlocked(): boolean {
  return useSyncExternalStore(speaker.subscribe, speaker.isBlocked);
}
