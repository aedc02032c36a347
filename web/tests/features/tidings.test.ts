import i18next from "i18next";
import { describe, expect, it } from "vitest";
import type { Presence } from "@/api/types";
import { byDay } from "@/features/alerts/api/days";
import { withCount } from "@/features/alerts/api/attention";
import { quieted, waysFor } from "@/features/alerts/api/events";
import { type Hearer, tidingOf } from "@/features/alerts/api/tidings";
import { Waiting } from "@/features/alerts/api/waiting";
import type { DeskEvent } from "@/realtime/events";
import { aRule } from "../fakes/alerts";
import { aConversation, aMessage } from "../fakes/entities";

const at = "2026-11-20T15:00:00.000Z";
const me = { id: "agente1", name: "Ana Rojas" };
const mine = aConversation({ id: "C1", assignee: me });

function hearer(more: Partial<Hearer> = {}): Hearer {
  return {
    myId: me.id,
    inView: null,
    conversationOf: () => mine,
    queueName: () => "General",
    stateName: (state) => state,
    t: i18next.t,
    ...more,
  };
}

function received(id = "M1", direction: "in" | "out" = "in"): DeskEvent {
  const message = aMessage({ id, conversation_id: "C1", direction, text: "hola" });
  return { type: "message.received", at, data: { message, conversation: null } };
}

describe("a tiding", () => {
  it("tells a message of a chat of one's own, and knows the chat in view", () => {
    expect(tidingOf(received(), hearer())).toMatchObject({
      key: "message M1",
      event: "message",
      conversationId: "C1",
      preview: "hola",
      isHeard: false,
    });
    expect(tidingOf(received(), hearer({ inView: "C1" }))).toMatchObject({
      key: "message M1",
      event: "open_message",
      isHeard: true,
    });
  });

  it("is silent about others' chats and one's own words", () => {
    const theirs = aConversation({ id: "C1", assignee: { id: "agente2", name: "Bruno" } });
    expect(tidingOf(received(), hearer({ conversationOf: () => theirs }))).toBeNull();
    expect(tidingOf(received("M1", "out"), hearer())).toBeNull();
  });

  it("tells of a failed message to who wrote it alone", () => {
    const author = { kind: "agent" as const, ...me };
    const failed = aMessage({ id: "M2", conversation_id: "C1", direction: "out", author, status: "failed" });
    const event: DeskEvent = { type: "message.status_changed", at, data: { message: failed } };
    expect(tidingOf(event, hearer())?.event).toBe("failed");
    expect(tidingOf(event, hearer({ myId: "agente2" }))).toBeNull();
  });

  it("tells of a state that somebody else has just chosen", () => {
    const presence = {
      user_id: me.id,
      state: "training",
      break_type: null,
      since: at,
      cause: "chosen",
      set_by: { id: "supervisora", name: "Silvia" },
      returns_to: null,
    } as unknown as Presence;
    const changed = (one: Presence, told = at): DeskEvent => ({
      type: "presence.changed",
      at: told,
      data: { presence: one },
    });
    expect(tidingOf(changed(presence), hearer())?.event).toBe("presence_changed");
    expect(tidingOf(changed({ ...presence, set_by: me }), hearer())).toBeNull();
    expect(tidingOf(changed(presence, "2026-11-20T15:05:00.000Z"), hearer())).toBeNull();
  });
});

describe("the ways of an event", () => {
  const rule = aRule({
    mention: { ways: ["sound"], is_open: true },
    whisper: { ways: ["sound"], is_open: false },
  });

  it("are one's own where the house leaves them open", () => {
    const own = { mention: ["screen" as const], whisper: [] };
    expect([...waysFor(rule, own, "mention")]).toEqual(["screen"]);
    expect([...waysFor(rule, own, "whisper")]).toEqual(["sound"]);
    expect([...waysFor(rule, {}, "mention")]).toEqual(["sound"]);
  });

  it("are fewer in a muted chat and in a break", () => {
    const all = new Set(["screen", "sound", "browser", "centre"] as const);
    expect([...quieted(all, "message", { muted: true, resting: false })]).toEqual(["centre"]);
    expect([...quieted(all, "mention", { muted: true, resting: false })]).toEqual([...all]);
    expect([...quieted(all, "mention", { muted: false, resting: true })]).toEqual(["screen", "centre"]);
  });
});

describe("who waits", () => {
  const head = (...ids: string[]) =>
    ids.map((id) => aConversation({ id, queue_id: "general", opened_at: "2026-11-20T10:00:00.000Z" }));
  const told = (waiting: Waiting, ...ids: string[]) => {
    const event: DeskEvent = { type: "queue.changed", at, data: { queue_id: "general", head: head(...ids) } };
    return waiting.heard(event, me.id).map(({ id }) => id);
  };

  it("is news once, and not what waited before the desk was opened", () => {
    const waiting = new Waiting();
    expect(told(waiting, "A", "B")).toEqual([]);
    expect(told(waiting, "C", "A", "B")).toEqual(["C"]);
    expect(told(waiting, "A", "C")).toEqual([]);
    expect(told(waiting, "B", "A")).toEqual(["B"]);
  });

  it("is no news to who gave it back", () => {
    const waiting = new Waiting();
    told(waiting, "A");
    const conversation = aConversation({ id: "B", queue_id: "general" });
    waiting.heard({ type: "conversation.released", at, data: { conversation, by: me } }, me.id);
    expect(told(waiting, "B", "A")).toEqual([]);
  });
});

it("a title has one count", () => {
  expect(withCount("Bandeja · Hilo", 3)).toBe("(3) Bandeja · Hilo");
  expect(withCount("(3) Bandeja · Hilo", 120)).toBe("(99+) Bandeja · Hilo");
  expect(withCount("(99+) Bandeja · Hilo", 0)).toBe("Bandeja · Hilo");
});

it("things stand under their days in their order", () => {
  const days = byDay(["2026-11-20T15:00:00Z", "2026-11-20T14:00:00Z", "2026-11-18T14:00:00Z"], (one) => one);
  expect(days.map(({ items }) => items.length)).toEqual([2, 1]);
});
