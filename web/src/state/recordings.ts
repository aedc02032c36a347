/**
 * Voice notes being recorded or listened to before they are sent, one per conversation. What was said is kept piece by
 * piece, so that a reload loses at most the last second; it is forgotten once the outbox has it.
 */
import { useSyncExternalStore } from "react";
import { bringFile } from "@/api/upload";
import { dropPieces, keepPiece, piecesOf } from "./blob-shelf";
import { drafts } from "./drafts";
import { outbox } from "./outbox";
import { preferences } from "./preferences";

export type Obstacle = "refused" | "no_microphone" | "unsupported" | "not_sent";

export interface Recording {
  state: "asking" | "recording" | "paused" | "ready" | "sending" | "stopped";
  /** What was recorded before `since`. */
  recordedMs: number;
  since: number | null;
  /** Why it cannot go on; null while nothing is wrong. */
  obstacle: Obstacle | null;
}

interface Session {
  recorder: MediaRecorder;
  pieces: number;
  /** Done when all pieces so far are kept. */
  kept: Promise<void>;
}

const pieceMs = 1_000;
const types = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];

class Recordings {
  private owner = "";
  private all: Readonly<Record<string, Recording>> = {};
  private readonly sessions = new Map<string, Session>();
  private readonly listeners = new Set<() => void>();

  readonly snapshot = (): Readonly<Record<string, Recording>> => this.all;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  ownedBy(userId: string): void {
    if (this.owner === userId) return;
    for (const { recorder } of this.sessions.values()) release(recorder);
    this.sessions.clear();
    this.owner = userId;
    this.become({});
  }

  /** Finds what an earlier page left behind. */
  async find(conversationId: string): Promise<void> {
    if (this.all[conversationId]) return;
    const pieces = await piecesOf(this.nameOf(conversationId));
    if (pieces.length === 0 || this.all[conversationId]) return;
    this.change(conversationId, { state: "ready", recordedMs: pieces.length * pieceMs });
  }

  async start(conversationId: string): Promise<void> {
    this.change(conversationId, { state: "asking", recordedMs: 0, since: null, obstacle: null });
    if (!navigator.mediaDevices?.getUserMedia || typeof MediaRecorder === "undefined") {
      return this.stop(conversationId, "unsupported");
    }
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
      const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type));
      const recorder = new MediaRecorder(stream, { mimeType });
      if (this.all[conversationId]?.state === "asking") this.record(conversationId, recorder);
      else release(recorder); // the person went on meanwhile
    } catch (error) {
      const isMissing = error instanceof DOMException && error.name === "NotFoundError";
      this.stop(conversationId, isMissing ? "no_microphone" : "refused");
    }
  }

  pause(conversationId: string): void {
    this.sessions.get(conversationId)?.recorder.pause();
    this.change(conversationId, { state: "paused", recordedMs: this.lengthOf(conversationId), since: null });
  }

  resume(conversationId: string): void {
    this.sessions.get(conversationId)?.recorder.resume();
    this.change(conversationId, { state: "recording", since: Date.now() });
  }

  /** Ends it, to be listened to and sent. */
  async finish(conversationId: string): Promise<void> {
    const session = this.sessions.get(conversationId);
    if (this.all[conversationId]?.state === "asking") return this.discard(conversationId);
    if (!session) return;
    const recordedMs = this.lengthOf(conversationId);
    this.sessions.delete(conversationId);
    await ended(session.recorder);
    await session.kept;
    this.change(conversationId, { state: "ready", recordedMs, since: null });
  }

  /** What was recorded, as the browser recorded it. */
  async soundOf(conversationId: string): Promise<Blob> {
    const pieces = await piecesOf(this.nameOf(conversationId));
    return new Blob(pieces, { type: pieces[0]?.type });
  }

  async discard(conversationId: string): Promise<void> {
    const session = this.sessions.get(conversationId);
    this.sessions.delete(conversationId);
    if (session) release(session.recorder);
    const { [conversationId]: _gone, ...rest } = this.all;
    this.become(rest);
    await dropPieces(this.nameOf(conversationId));
  }

  async send(conversationId: string): Promise<void> {
    await this.finish(conversationId);
    this.change(conversationId, { state: "sending", obstacle: null });
    try {
      const { toVoiceNote } = await import("@/voice/encode");
      const { file: sound, filename } = await toVoiceNote(await this.soundOf(conversationId));
      const file = new File([sound], filename, { type: sound.type });
      const uploadId = await bringFile(file, () => {}, new AbortController().signal);
      const { name, type, size } = file;
      const voice = type.startsWith("audio/ogg");
      const { replyTo } = drafts.of(conversationId);
      const part = { text: "", file: { uploadId, name, type, size, voice }, replyTo };
      outbox.add(conversationId, [part], preferences.snapshot().undo_send_seconds);
      if (replyTo) drafts.write(conversationId, { replyTo: null });
      await this.discard(conversationId);
    } catch {
      this.change(conversationId, { state: "ready", obstacle: "not_sent" });
    }
  }

  private record(conversationId: string, recorder: MediaRecorder): void {
    const session: Session = { recorder, pieces: 0, kept: Promise.resolve() };
    const name = this.nameOf(conversationId);
    this.sessions.set(conversationId, session);
    recorder.addEventListener("dataavailable", ({ data }) => {
      if (data.size === 0 || !this.all[conversationId]) return;
      const place = session.pieces;
      session.pieces += 1;
      session.kept = session.kept.then(() => keepPiece(name, place, data));
    });
    recorder.start(pieceMs);
    this.change(conversationId, { state: "recording", since: Date.now() });
  }

  private stop(conversationId: string, obstacle: Obstacle): void {
    this.change(conversationId, { state: "stopped", obstacle, since: null });
  }

  private lengthOf(conversationId: string): number {
    const recording = this.all[conversationId];
    return recording ? recordedMs(recording, Date.now()) : 0;
  }

  private change(conversationId: string, change: Partial<Recording>): void {
    const fresh: Recording = { state: "asking", recordedMs: 0, since: null, obstacle: null };
    const before = this.all[conversationId] ?? fresh;
    this.become({ ...this.all, [conversationId]: { ...before, ...change } });
  }

  private become(all: Readonly<Record<string, Recording>>): void {
    this.all = all;
    for (const listener of this.listeners) listener();
  }

  private nameOf(conversationId: string): string {
    return `${this.owner}.${conversationId}`;
  }
}

export function recordedMs({ recordedMs: before, since }: Recording, nowMs: number): number {
  return before + (since === null ? 0 : Math.max(0, nowMs - since));
}

/** Lets the microphone go and waits for the last piece. */
async function ended(recorder: MediaRecorder): Promise<void> {
  if (recorder.state === "inactive") return release(recorder);
  const stopped = new Promise((resolve) => recorder.addEventListener("stop", resolve, { once: true }));
  release(recorder);
  await stopped;
}

function release(recorder: MediaRecorder): void {
  if (recorder.state !== "inactive") recorder.stop();
  for (const track of recorder.stream.getTracks()) track.stop();
}

export const recordings = new Recordings();

export function useRecording(conversationId: string): Recording | null {
  return useSyncExternalStore(recordings.subscribe, () => recordings.snapshot()[conversationId] ?? null);
}
