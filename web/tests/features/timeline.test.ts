import { describe, expect, it } from "vitest";
import { inReadingOrder } from "@/features/chat/api/readingOrder";
import { buildTimeline, type Episode, type TimelineInput } from "@/features/chat/api/timeline";
import { aConversation, aMe, aMessage, byron, lucia } from "../fakes/entities";

const at = (clock: string, day = 20) => `2026-11-${String(day).padStart(2, "0")}T${clock}:00.000Z`;

function thread(episodes: Partial<Episode>[], input: Partial<TimelineInput> = {}) {
  const whole = { conversation: aConversation(), messages: [], begins: true, ends: true };
  return buildTimeline({
    episodes: episodes.map((one) => ({ ...whole, ...one })),
    complete: true,
    folded: new Set(),
    outgoing: [],
    scheduled: [],
    me: aMe(),
    ...input,
  });
}

const timeline = (episode: Partial<Episode>) => thread([episode]);

const incoming = (id: string, clock: string, change = {}) =>
  aMessage({ id, occurred_at: at(clock), ...change });
const answer = (id: string, clock: string, change = {}) =>
  aMessage({ id, direction: "out", occurred_at: at(clock), ...change });

describe("timeline", () => {
  it("waits in dots until an agent answers, then runs solid from the change of hands", () => {
    const rows = timeline({ messages: [incoming("a", "15:00"), answer("b", "15:04")] });
    expect(rows.map((row) => [row.kind, row.pattern, row.from])).toEqual([
      ["opening", "wait", undefined],
      ["day", "wait", undefined],
      ["message", "wait", undefined],
      ["holder", "agent", "wait"],
      ["message", "agent", undefined],
    ]);
    expect(rows.find((row) => row.kind === "holder")).toMatchObject({ verb: "answered", waitedMs: 240_000 });
  });

  it("runs in dashes while the bot answers", () => {
    const bot = answer("b", "15:01", { author: { kind: "bot", id: "b", name: "Bot" } });
    const conversation = aConversation({ state: "in_bot", assignee: null });
    const rows = timeline({ conversation, messages: [incoming("a", "15:00"), bot] });
    expect(new Set(rows.map((row) => row.pattern))).toEqual(new Set(["bot"]));
  });

  it("shows that one holds it before having answered", () => {
    const rows = timeline({ messages: [incoming("a", "15:00")] });
    expect(rows.at(-1)).toMatchObject({ kind: "holder", verb: "has", person: lucia, from: "wait" });
  });

  it("shows another agent taking over, and the return to the queue", () => {
    const conversation = aConversation({ state: "new", assignee: null });
    const messages = [answer("a", "15:00"), answer("b", "15:02", { author: { kind: "agent", ...byron } })];
    const rows = timeline({ conversation, messages });
    expect(rows.filter((row) => row.kind === "holder").map((row) => row.verb)).toEqual(["answered", "took"]);
    expect(rows.at(-1)).toMatchObject({ kind: "waiting", pattern: "wait", from: "agent" });
  });

  it("ends thin and grey when resolved", () => {
    const conversation = aConversation({ state: "resolved", resolved_at: at("16:00") });
    const rows = timeline({ conversation, messages: [incoming("a", "15:00"), answer("b", "15:04")] });
    expect(rows.at(-1)).toMatchObject({ kind: "resolved", pattern: "rest", from: "agent" });
  });

  it("does not say where it began while older messages are on the server", () => {
    const rows = timeline({ begins: false, messages: [incoming("a", "15:00")] });
    expect(rows.some((row) => row.kind === "opening")).toBe(false);
  });

  it("parts days and tells of a long silence", () => {
    const messages = [
      aMessage({ id: "a", occurred_at: at("15:00", 1) }),
      aMessage({ id: "b", occurred_at: at("15:00", 20) }),
    ];
    const days = timeline({ messages }).filter((row) => row.kind === "day");
    expect(days.map((row) => row.silentDays)).toEqual([0, 19]);
  });

  it.each([
    ["within three minutes", "15:02", [false, true]],
    ["after three minutes", "15:03", [true, true]],
  ])("shows the time of a group on its last message: %s", (_name, second, expected) => {
    const rows = timeline({ messages: [incoming("a", "15:00"), incoming("b", second)] });
    expect(rows.flatMap((row) => (row.kind === "message" ? [row.showTime] : []))).toEqual(expected);
  });

  it("orders by whole second, then by arrival", () => {
    const first = aMessage({ id: "z", occurred_at: at("15:00"), received_at: at("15:01") });
    const second = aMessage({ id: "a", occurred_at: "2026-11-20T15:00:00.900Z", received_at: at("15:02") });
    const earlier = aMessage({ id: "m", occurred_at: at("14:59"), received_at: at("15:09") });
    const order = [second, first, earlier].sort(inReadingOrder).map((message) => message.id);
    expect(order).toEqual(["m", "z", "a"]);
  });

  describe("with what was said before", () => {
    const past = aConversation({
      id: "c0",
      state: "resolved",
      assignee: byron,
      opened_at: at("09:00", 1),
      resolved_at: at("10:00", 1),
    });
    const question = aMessage({ id: "a", conversation_id: "c0", occurred_at: at("09:00", 1) });
    const two = [{ conversation: past, messages: [question] }, { messages: [incoming("b", "15:00")] }];
    const kinds = (rows: ReturnType<typeof thread>) => rows.map((row) => [row.kind, row.pattern, row.from]);

    it("ends the former episode thin and grey, then tells the day and begins the next", () => {
      expect(kinds(thread(two))).toEqual([
        ["opening", "wait", undefined],
        ["day", "wait", undefined],
        ["message", "wait", undefined],
        ["resolved", "rest", "wait"],
        ["day", "rest", undefined],
        ["opening", "wait", "rest"],
        ["message", "wait", undefined],
        ["holder", "agent", "wait"],
      ]);
      expect(thread(two)[4]).toMatchObject({ silentDays: 19 });
    });

    it("folds what is over to one row, and never what is open", () => {
      const rows = thread(two, { folded: new Set(["c0", "c1"]) });
      expect(rows[0]).toMatchObject({ kind: "folded", episode: past, first: true });
      expect(rows.map((row) => row.kind)).toEqual(["folded", "day", "opening", "message", "holder"]);
    });

    it("begins and ends nothing that goes on outside of what is loaded", () => {
      const rows = thread([{ conversation: past, messages: [question], begins: false, ends: false }]);
      expect(rows.map((row) => row.kind)).toEqual(["message"]);
    });

    it("keeps the keys of rows when older ones come above", () => {
      const some = thread([{ ...two[0], begins: false }, two[1] ?? {}], { complete: false });
      const all = thread(two).map((row) => row.key);
      expect(all).toEqual(expect.arrayContaining(some.map((row) => row.key)));
    });

    it("is grey all along before the number was connected, and never resolved", () => {
      const history = aConversation({ id: "c0", state: "resolved", is_history: true });
      const rows = thread([{ conversation: history, messages: [question] }, two[1] ?? {}]);
      expect(kinds(rows).slice(0, 4)).toEqual([
        ["opening", "rest", undefined],
        ["day", "rest", undefined],
        ["message", "rest", undefined],
        ["day", "rest", undefined],
      ]);
    });
  });
});
