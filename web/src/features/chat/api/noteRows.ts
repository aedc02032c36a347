/**
 * Puts notes into the timeline, where they were written. Pure. A note stands among the messages of its own
 * conversation by its instant; what lies beyond the part that is loaded stays away until that is.
 */
import type { Note } from "@/api/types";
import { dayOf } from "@/i18n/format";
import type { OutgoingNote } from "@/state/house-outbox";
import type { Pattern } from "@/ui/Thread";
import { groupWithinMs } from "./episodeRows";
import { saidAt } from "./readingOrder";
import type { TimelineRow } from "./timeline";

export interface NoteRow {
  key: string;
  kind: "note";
  note: Note;
  pattern: Pattern;
  /** The first of its author in a row. */
  leads: boolean;
  showTime: boolean;
}

export interface OutgoingNoteRow {
  key: string;
  kind: "outgoing_note";
  item: OutgoingNote;
  pattern: Pattern;
}

export type ShownRow = TimelineRow | NoteRow | OutgoingNoteRow;

/** How much of a conversation is loaded. */
export interface Span {
  id: string;
  /** Nothing older of it is left on the server. */
  begins: boolean;
  /** Nothing newer of it is left on the server. */
  ends: boolean;
}

export function withNotes(
  rows: readonly TimelineRow[],
  notes: readonly Note[],
  outgoing: readonly OutgoingNote[],
  spans: readonly Span[],
): ShownRow[] {
  if (notes.length === 0 && outgoing.length === 0) return [...rows];
  const first = rows.map(conversationOf).find((id) => id !== null) ?? null;
  const weaver = new Weaver(notes, spans, first);
  for (const row of rows) weaver.row(row);
  weaver.end();
  for (const item of outgoing) weaver.outgoing(item);
  return grouped(weaver.rows);
}

class Weaver {
  readonly rows: ShownRow[] = [];
  private readonly waiting = new Map<string, Note[]>();
  private readonly spans: ReadonlyMap<string, Span>;
  private readonly begun = new Set<string>();
  private current: string | null;
  private pattern: Pattern = "agent";
  private day: number | null = null;

  constructor(notes: readonly Note[], spans: readonly Span[], first: string | null) {
    this.spans = new Map(spans.map((span) => [span.id, span]));
    this.current = first ?? spans[0]?.id ?? null;
    for (const note of notes) {
      const known = this.waiting.get(note.conversation_id);
      if (known) known.push(note);
      else this.waiting.set(note.conversation_id, [note]);
    }
  }

  row(row: TimelineRow): void {
    const id = conversationOf(row) ?? this.current;
    if (id !== this.current || row.kind === "outgoing") this.end();
    this.current = id;
    if (id) {
      this.put(id, (note) => comesBefore(note, row));
      if (row.kind === "message") this.begun.add(id);
    }
    if (row.kind === "day") this.day = dayOf(row.at);
    if (row.kind === "message") this.day = saidAt(row.message).day;
    this.pattern = row.pattern;
    this.rows.push(row);
  }

  /** The rows of the present conversation are over: what was noted since stands behind them. */
  end(): void {
    if (this.current && this.spans.get(this.current)?.ends) this.put(this.current, () => true);
  }

  outgoing(item: OutgoingNote): void {
    this.rows.push({ key: item.key, kind: "outgoing_note", item, pattern: this.pattern });
  }

  /** Puts the notes that come first; those older than what is loaded are dropped. */
  private put(id: string, comesNow: (note: Note) => boolean): void {
    const waiting = this.waiting.get(id) ?? [];
    const shown = this.begun.has(id) || this.spans.get(id)?.begins;
    for (let note = waiting[0]; note && comesNow(note); note = waiting[0]) {
      waiting.shift();
      if (shown) this.note(note);
    }
  }

  private note(note: Note): void {
    const day = dayOf(note.created_at);
    if (this.day !== day) {
      const key = `day-${note.id}`;
      this.rows.push({ key, kind: "day", at: note.created_at, silentDays: 0, pattern: this.pattern });
      this.day = day;
    }
    const { pattern } = this;
    this.rows.push({ key: note.id, kind: "note", note, pattern, leads: true, showTime: true });
  }
}

/** Whose row it is, where it says so. */
function conversationOf(row: TimelineRow): string | null {
  if (row.kind === "message") return row.message.conversation_id;
  return "episode" in row ? row.episode.id : null;
}

/** As messages do: by the provider's whole seconds, then by arrival with us. */
function comesBefore(note: Note, row: TimelineRow): boolean {
  const at = timeOf(note);
  switch (row.kind) {
    case "message": {
      const { received_at, created_at } = row.message;
      const seconds = secondOf(at) - secondOf(saidAt(row.message).ms);
      return seconds < 0 || (seconds === 0 && at < Date.parse(received_at ?? created_at));
    }
    case "day":
      return at < Date.parse(row.at) && dayOf(note.created_at) !== dayOf(row.at);
    case "holder":
      return row.at !== null && at < Date.parse(row.at);
    case "resolved":
      return row.episode.resolved_at !== null && at < Date.parse(row.episode.resolved_at);
    default:
      return false;
  }
}

function secondOf(atMs: number): number {
  return Math.floor(atMs / 1000);
}

function timeOf(note: Note): number {
  return Date.parse(note.created_at);
}

/** Notes of one author within minutes name the author once; a message behind a note stands apart from it. */
function grouped(rows: readonly ShownRow[]): ShownRow[] {
  return rows.map((row, index) => {
    const before = rows[index - 1];
    if (row.kind === "note") {
      const leads = !(before?.kind === "note" && isOneGroup(before.note, row.note));
      const after = rows[index + 1];
      return { ...row, leads, showTime: !(after?.kind === "note" && isOneGroup(row.note, after.note)) };
    }
    return row.kind === "message" && before?.kind === "note" ? { ...row, gap: true, leads: true } : row;
  });
}

function isOneGroup(one: Note, other: Note): boolean {
  return one.author.id === other.author.id && timeOf(other) - timeOf(one) < groupWithinMs;
}
