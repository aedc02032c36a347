import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ShownRow, withNotes } from "@/features/chat/api/noteRows";
import { buildTimeline } from "@/features/chat/api/timeline";
import type { Conversation, Message, Note } from "@/api/types";
import { aConversation, aMe, aMessage, byron, lucia } from "../fakes/entities";
import { aNote } from "../fakes/house-entities";

const at = (minute: number, day = 20) => `2026-11-${day}T15:${String(minute).padStart(2, "0")}:00.000Z`;

function message(minute: number, change: Partial<Message> = {}): Message {
  return aMessage({ id: `m${minute}`, text: `m${minute}`, occurred_at: at(minute), ...change });
}

function note(minute: number, change: Partial<Note> = {}): Note {
  return aNote({
    id: `n${String(minute).padStart(3, "0")}`,
    text: `n${minute}`,
    created_at: at(minute),
    ...change,
  });
}

interface Shown {
  messages?: Message[];
  notes: Note[];
  conversation?: Conversation;
  complete?: boolean;
  ends?: boolean;
}

function woven({
  messages = [],
  notes,
  conversation = aConversation(),
  complete = true,
  ends = true,
}: Shown) {
  const rows = buildTimeline({
    episodes: [{ conversation, messages, begins: complete, ends }],
    complete,
    folded: new Set(),
    outgoing: [],
    scheduled: [],
    me: aMe(),
  });
  return withNotes(rows, notes, [], [{ id: "c1", begins: complete, ends }]);
}

/** Messages and notes by their text, other rows by their kind. */
function words(rows: readonly ShownRow[]): (string | null)[] {
  return rows.map((row) =>
    row.kind === "message" ? row.message.text : row.kind === "note" ? row.note.text : row.kind,
  );
}

describe("notes in the timeline", () => {
  it("stand where they were written", () => {
    const rows = woven({ messages: [message(1), message(5)], notes: [note(3), note(9)] });
    expect(words(rows)).toEqual(["opening", "day", "m1", "n3", "m5", "holder", "n9"]);
  });

  it("come before the first message when everything is loaded, and wait for it when it is not", () => {
    const shown = { messages: [message(5)], notes: [note(3), note(7)] };
    expect(words(woven(shown))).toEqual(["opening", "day", "n3", "m5", "holder", "n7"]);
    expect(words(woven({ ...shown, complete: false }))).toEqual(["m5", "holder", "n7"]);
  });

  it("stand in their own episode, and nowhere while it is folded", () => {
    const resolved_at = at(8, 10);
    const former = aConversation({ id: "c0", state: "resolved", resolved_at });
    const then = message(1, { id: "m0", conversation_id: "c0", text: "m0", occurred_at: at(1, 10) });
    const notes = [
      note(3, { id: "n001", conversation_id: "c0", text: "before", created_at: at(3, 10) }),
      note(9, { id: "n002", conversation_id: "c0", text: "after", created_at: at(9, 10) }),
      note(2),
    ];
    const rowsWith = (folded: string[]) =>
      withNotes(
        buildTimeline({
          episodes: [
            { conversation: former, messages: [then], begins: true, ends: true },
            { conversation: aConversation(), messages: [message(1)], begins: true, ends: true },
          ],
          complete: true,
          folded: new Set(folded),
          outgoing: [],
          scheduled: [],
          me: aMe(),
        }),
        notes,
        [],
        ["c0", "c1"].filter((id) => !folded.includes(id)).map((id) => ({ id, begins: true, ends: true })),
      );
    const own = ["opening", "m1", "holder", "n2"];
    const past = ["opening", "day", "m0", "before", "resolved", "after"];
    expect(words(rowsWith([]))).toEqual([...past, "day", ...own]);
    expect(words(rowsWith(["c0"]))).toEqual(["folded", "day", ...own]);
  });

  it("stay away where newer messages are not loaded", () => {
    const rows = woven({ messages: [message(1), message(5)], notes: [note(3), note(9)], ends: false });
    expect(words(rows)).not.toContain("n9");
    expect(words(rows)).toContain("n3");
  });

  it("stand behind the end of a resolved conversation when they were written later", () => {
    const conversation = aConversation({ state: "resolved", resolved_at: at(6) });
    const rows = woven({ conversation, messages: [message(1)], notes: [note(4), note(9)] });
    expect(words(rows)).toEqual(["opening", "day", "m1", "n4", "resolved", "n9"]);
  });

  it("have a day of their own where nothing else happened", () => {
    const later = message(1, { id: "late", text: "late", occurred_at: at(1, 23) });
    const notes = [
      note(2),
      note(3, { id: "n5", created_at: at(3, 22) }),
      note(0, { id: "n6", created_at: at(0, 23) }),
    ];
    const rows = woven({ messages: [message(1), later], notes });
    expect(words(rows)).toEqual(["opening", "day", "m1", "n2", "day", "n3", "day", "n0", "late", "holder"]);
  });

  it("come after a message of the same second that arrived before them", () => {
    const quick = message(1, { occurred_at: at(1), received_at: "2026-11-20T15:01:00.300Z" });
    const before = note(1, { created_at: "2026-11-20T15:01:00.200Z" });
    const after = note(1, { id: "n002", text: "after", created_at: "2026-11-20T15:01:00.400Z" });
    expect(words(woven({ messages: [quick], notes: [before, after] })).slice(2)).toEqual([
      "n1",
      "m1",
      "holder",
      "after",
    ]);
  });

  it("name their author once in a row", () => {
    const notes = [note(2), note(3), note(4, { author: lucia }), note(9, { author: lucia })];
    const rows = woven({ messages: [message(1)], notes }).filter((row) => row.kind === "note");
    expect(rows.map((row) => [row.leads, row.showTime])).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ]);
  });

  it("part the messages around them", () => {
    const rows = woven({
      messages: [message(1), message(2)],
      notes: [aNote({ author: byron, created_at: at(1) })],
    });
    const second = rows.find((row) => row.kind === "message" && row.message.id === "m2");
    expect(second).toMatchObject({ gap: true, leads: true });
  });

  it("are each shown once, in order, and leave every other row in its place", () => {
    const minutes = fc.array(fc.integer({ min: 0, max: 59 }), { maxLength: 12 });
    fc.assert(
      fc.property(minutes, fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { maxLength: 12 }), (ms, ns) => {
        const messages = [...ms]
          .sort((a, b) => a - b)
          .map((minute, index) => message(minute, { id: `m${index}` }));
        const notes = [...ns].sort((a, b) => a - b).map((minute) => note(minute));
        const plain = woven({ messages, notes: [] });
        const rows = woven({ messages, notes });
        expect(rows.filter((row) => row.kind === "note").map((row) => row.note.id)).toEqual(
          notes.map((one) => one.id),
        );
        const keys = (all: readonly ShownRow[]) =>
          all.filter((row) => row.kind !== "note").map((row) => row.key);
        expect(keys(rows).filter((key) => !key.startsWith("day-n"))).toEqual(keys(plain));
        expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
      }),
    );
  });
});
