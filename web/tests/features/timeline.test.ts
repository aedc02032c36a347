import { describe, expect, it } from "vitest";
import { buildTimeline, inReadingOrder, type TimelineInput } from "@/features/chat/api/timeline";
import { aConversation, aMe, aMessage, byron, lucia } from "../fakes/entities";

const at = (clock: string, day = 20) => `2026-11-${String(day).padStart(2, "0")}T${clock}:00.000Z`;

function timeline(input: Partial<TimelineInput>) {
  const rows = buildTimeline({
    conversation: aConversation(),
    messages: [],
    outgoing: [],
    scheduled: [],
    complete: true,
    me: aMe(),
    ...input,
  });
  return rows;
}

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
    const rows = timeline({ complete: false, messages: [incoming("a", "15:00")] });
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
});
