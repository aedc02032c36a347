/** The timeline's rows with the notes of its conversations, and those still on their way to the server. */
import { useMemo, useState } from "react";
import { useSignedIn } from "@/api/directory";
import type { Note } from "@/api/types";
import { type OutgoingNote, useHouseOutbox } from "@/state/house-outbox";
import { type ShownRow, type Span, withNotes } from "./noteRows";
import { useNotesOf, useReadMentions } from "./notes";
import { SteadyRows } from "./steadyRows";
import type { TimelineRow } from "./timeline";

/** `openId` is the conversation in which one writes. */
export function useNoteRows(
  rows: readonly TimelineRow[],
  spans: readonly Span[],
  openId: string,
): readonly ShownRow[] {
  const notes = useNotesOf(
    spans.map((span) => span.id),
    openId,
  );
  const me = useSignedIn();
  const { items } = useHouseOutbox();
  useReadMentions(notes);
  const [steady] = useState(() => new SteadyRows<ShownRow>());
  return useMemo(() => {
    const mine = notes.filter((note) => note.author.id === me.id);
    const outgoing = items
      .filter((item) => item.kind === "note")
      .filter((item) => item.conversationId === openId && !mine.some((note) => isOf(note, item)));
    return steady.of(withNotes(rows, notes, outgoing, spans));
  }, [steady, rows, notes, items, spans, openId, me.id]);
}

/** The real note may arrive by the socket before the answer to its request: then it is shown once. */
function isOf(note: Note, item: OutgoingNote): boolean {
  return note.id > item.after && note.text === item.text;
}
