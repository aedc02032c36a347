/**
 * Files a person has chosen and not sent, per conversation: on their way to storage, there, or refused. Those that
 * are there survive a reload for a day, as storage keeps them; a file that is still on its way does not.
 */
import { useSyncExternalStore } from "react";
import type { ApiError } from "@/api/errors";
import type { SendRules } from "@/api/send-rules";
import type { RefusedContent } from "@/api/types";
import { bringFile } from "@/api/upload";
import { judge } from "./judging";
import { readStored, removeStored, writeStored } from "./storage";

/** A file that storage has. */
export interface Attached {
  uploadId: string;
  name: string;
  type: string;
  size: number;
  /** A recording, to be shown as a voice note. */
  voice?: boolean;
}

export interface Attachment {
  key: string;
  name: string;
  type: string;
  size: number;
  voice?: boolean;
  /** The part that is there, 0 to 1. */
  progress: number;
  uploadId: string | null;
  /** Why it cannot be sent; null while nothing is wrong. */
  error: unknown;
}

interface Sending {
  file: File;
  rules: SendRules;
  stop: AbortController;
}

const none: readonly Attachment[] = [];

class Attachments {
  private owner = "";
  private cache = new Map<string, readonly Attachment[]>();
  private readonly sending = new Map<string, Sending>();
  private readonly listeners = new Set<() => void>();

  ownedBy(userId: string): void {
    if (this.owner === userId) return;
    for (const { stop } of this.sending.values()) stop.abort();
    this.sending.clear();
    this.owner = userId;
    this.cache = new Map();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  of(conversationId: string): readonly Attachment[] {
    const known = this.cache.get(conversationId);
    if (known) return known;
    const stored = readStored<Attached[]>(this.storageKey(conversationId)) ?? [];
    const items = stored.length > 0 ? stored.map((one) => there(one)) : none;
    this.cache.set(conversationId, items);
    return items;
  }

  add(conversationId: string, files: Iterable<File>, rules: SendRules): void {
    for (const file of files) {
      const key = crypto.randomUUID();
      const { name, type, size } = file;
      const item: Attachment = { key, name, type, size, progress: 0, uploadId: null, error: null };
      this.become(conversationId, [...this.of(conversationId), item]);
      this.sending.set(key, { file, rules, stop: new AbortController() });
      void this.bring(conversationId, key);
    }
  }

  /** Adds files that storage has already. */
  addStored(conversationId: string, files: readonly Attached[]): void {
    this.become(conversationId, [...this.of(conversationId), ...files.map(there)]);
  }

  retry(conversationId: string, key: string): void {
    this.change(conversationId, key, { error: null, progress: 0 });
    void this.bring(conversationId, key);
  }

  /** Whether the file itself is still at hand, so that it can be brought in again. */
  canRetry(key: string): boolean {
    return this.sending.has(key);
  }

  remove(conversationId: string, key: string): void {
    this.sending.get(key)?.stop.abort();
    this.sending.delete(key);
    this.become(
      conversationId,
      this.of(conversationId).filter((one) => one.key !== key),
    );
  }

  /** Hands over what is there, to be sent, and forgets it. */
  take(conversationId: string): Attached[] {
    const taken = this.of(conversationId).flatMap(({ uploadId, error, name, type, size, voice }) =>
      uploadId && !error ? [{ uploadId, name, type, size, voice }] : [],
    );
    const left = this.of(conversationId).filter(({ uploadId, error }) => !uploadId || error);
    this.become(conversationId, left);
    return taken;
  }

  /** Gives back a file that was not sent; `error` is why the server did not take it. */
  putBack(conversationId: string, file: Attached, error: ApiError | null): void {
    const isFilesFault = error !== null && fileFaults.has(error.code) && !isOfWords(error);
    this.become(conversationId, [
      ...this.of(conversationId),
      { ...there(file), error: isFilesFault ? error : null },
    ]);
  }

  private async bring(conversationId: string, key: string): Promise<void> {
    const sending = this.sending.get(key);
    if (!sending) return;
    const { file, rules, stop } = sending;
    try {
      const refusal = await judge(file, rules);
      if (stop.signal.aborted) return;
      if (refusal) return this.change(conversationId, key, { error: refusal });
      const tell = (progress: number) => this.change(conversationId, key, { progress });
      const uploadId = await bringFile(file, tell, stop.signal, rules.connectionId);
      this.change(conversationId, key, { uploadId, progress: 1 });
      this.sending.delete(key);
    } catch (error) {
      if (stop.signal.aborted) return;
      this.change(conversationId, key, { error });
    }
  }

  private change(conversationId: string, key: string, change: Partial<Attachment>): void {
    this.become(
      conversationId,
      this.of(conversationId).map((one) => (one.key === key ? { ...one, ...change } : one)),
    );
  }

  private become(conversationId: string, items: readonly Attachment[]): void {
    this.cache.set(conversationId, items);
    const kept = items.flatMap(({ uploadId, error, name, type, size, voice }) =>
      uploadId && !error ? [{ uploadId, name, type, size, voice }] : [],
    );
    if (kept.length > 0) writeStored(this.storageKey(conversationId), kept);
    else removeStored(this.storageKey(conversationId));
    for (const listener of this.listeners) listener();
  }

  private storageKey(conversationId: string): string {
    return `hilo.attachments.${this.owner}.${conversationId}`;
  }
}

const fileFaults = new Set([
  "content_not_allowed",
  "upload_missing",
  "file_contradicts_type",
  "file_type_refused",
  "file_too_large",
]);

/** The words beside the file are what is refused. */
function isOfWords(error: ApiError): boolean {
  const refused = error.problem.refused as RefusedContent[] | undefined;
  return refused?.every(({ kind }) => kind === "text" || kind === "link") ?? false;
}

function there(file: Attached): Attachment {
  const { uploadId, name, type, size, voice } = file;
  return { key: uploadId, name, type, size, voice, progress: 1, uploadId, error: null };
}

export const attachments = new Attachments();

export function useAttachments(conversationId: string): readonly Attachment[] {
  return useSyncExternalStore(attachments.subscribe, () => attachments.of(conversationId));
}
