/** Small pure rules of the features, as tables. */
import { noFilters } from "@/features/inbox/api/filters";
import { describe, expect, it } from "vitest";
import { codePoints, serviceWindow } from "@/features/chat/api/window";
import { belongs, shownCount, standsIn, steadyOrder } from "@/features/inbox/api/trays";
import { aConversation, aMe, byron } from "../fakes/entities";

const now = Date.parse("2026-11-20T15:00:00.000Z");
const inMinutes = (minutes: number) => new Date(now + minutes * 60_000).toISOString();

describe("steady order", () => {
  it.each([
    ["keeps the order while rows overtake each other", ["a", "b", "c"], ["c", "a", "b"], ["a", "b", "c"]],
    ["holds back what comes in above", ["a", "b"], ["x", "a", "b"], ["a", "b"]],
    ["holds back what comes in between", ["a", "b"], ["a", "x", "b"], ["a", "b"]],
    ["adds what is loaded below", ["a", "b"], ["a", "b", "y", "z"], ["a", "b", "y", "z"]],
    ["lets go of what is gone", ["a", "b"], ["b"], ["b"]],
    ["begins with anything", [], ["a"], ["a"]],
  ])("%s", (_name, shown, wanted, expected) => {
    expect(steadyOrder(shown, wanted)).toEqual(expected);
  });
});

describe("who sees what in a tray", () => {
  const me = aMe();
  it.each([
    ["one's own pending", aConversation(), "pending", true],
    ["a colleague's", aConversation({ assignee: byron }), "open", false],
    ["waiting in one's queue", aConversation({ state: "new", assignee: null }), "open", true],
    [
      "waiting elsewhere",
      aConversation({ state: "new", assignee: null, queue_id: "cobranzas" }),
      "new",
      false,
    ],
    ["resolved, among the open", aConversation({ state: "resolved" }), "open", false],
    ["merged into another", aConversation({ merged_into: "c2" }), "open", false],
  ] as const)("%s", (_name, conversation, tray, expected) => {
    expect(belongs(conversation, tray, me)).toBe(expected);
  });

  it("lists what events brought after the fetch, not what an older walk left behind", () => {
    const known = [
      { item: aConversation({ id: "c1" }), seq: 0, at: null },
      { item: aConversation({ id: "c2" }), seq: 5, at: null },
      { item: aConversation({ id: "c3" }), seq: 9, at: null },
    ];
    const page = { ids: ["c1"], next_cursor: null, startedSeq: 7 };
    const standing = known.filter(standsIn("open", noFilters, [page], me));
    expect(standing.map(({ item }) => item.id)).toEqual(["c1", "c3"]);
  });
});

describe("figure of a tray", () => {
  const counters = { new: 5, pending: 1000, in_progress: 195, snoozed: 0, resolved: 100 };
  it.each([
    ["open", "1,2\u00a0mil"],
    ["new", "5"],
    ["pending", "1\u00a0mil"],
    ["resolved", "99+"],
  ] as const)("%s: %s", (tray, expected) => {
    expect(shownCount(tray, counters)).toBe(expected);
  });

  it("is exact for few resolved ones", () => {
    expect(shownCount("resolved", { ...counters, resolved: 99 })).toBe("99");
  });
});

describe("service window", () => {
  it.each([
    [inMinutes(90), "open", false],
    [inMinutes(59), "open", true],
    [inMinutes(0), "closed", undefined],
    [null, "closed", undefined],
  ])("expiring %s is %s", (expires, state, soon) => {
    const period = serviceWindow(aConversation({ service_window_expires_at: expires }), now);
    expect(period.state).toBe(state);
    if (period.state === "open") expect(period.soon).toBe(soon);
  });

  it("does not close channels that have none", () => {
    const conversation = aConversation({ channel: "webchat", service_window_expires_at: null });
    expect(serviceWindow(conversation, now).state).toBe("none");
  });
});

it("counts code points as the provider does", () => {
  expect(codePoints("ñ👍🏽")).toBe(3);
});
