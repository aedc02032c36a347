import { describe, expect, it } from "vitest";
import type { Conversation } from "@/api/types";
import type { DeskEvent } from "@/realtime/events";
import { TrayMoves } from "@/realtime/tray-moves";
import { aConversation, byron } from "../fakes/entities";

function changed(version: number, change: Partial<Conversation> = {}): DeskEvent {
  const conversation = aConversation({ version, ...change });
  return { type: "conversation.changed", at: conversation.updated_at, data: { conversation } };
}

function queue(waiting: number, head: Conversation[] = []): DeskEvent {
  return { type: "queue.changed", at: "", data: { queue_id: "general", waiting, head } };
}

describe("tray moves", () => {
  it("are seen in what was not known, another state, another holder and a merge", () => {
    const moves = new TrayMoves();
    expect(moves.moved(changed(1))).toBe(true);
    expect(moves.moved(changed(2, { state: "in_progress" }))).toBe(true);
    expect(moves.moved(changed(3, { state: "in_progress", assignee: byron }))).toBe(true);
    expect(moves.moved(changed(4, { state: "in_progress", assignee: byron, merged_into: "c2" }))).toBe(true);
  });

  it("are not seen in another text of a chat that waits already", () => {
    const moves = new TrayMoves();
    moves.moved(changed(1));
    expect(moves.moved(changed(2, { unread_count: 2 }))).toBe(false);
  });

  it("are not seen in what is older than what is known", () => {
    const moves = new TrayMoves();
    moves.moved(changed(2, { state: "in_progress" }));
    expect(moves.moved(changed(1))).toBe(false);
    expect(moves.moved(changed(3, { state: "in_progress" }))).toBe(false);
  });

  it("are not seen in a message alone", () => {
    const event: DeskEvent = { type: "message.status_changed", at: "", data: { conversation: null } };
    expect(new TrayMoves().moved(event)).toBe(false);
  });

  it("are seen when a conversation leaves, and when it comes back", () => {
    const moves = new TrayMoves();
    moves.moved(changed(2));
    expect(moves.moved({ type: "conversation.left", at: "", data: { conversation_id: "c1" } })).toBe(true);
    expect(moves.moved(changed(2))).toBe(true);
  });

  it("are seen when more or fewer wait in a queue, not when one of them writes again", () => {
    const moves = new TrayMoves();
    const waiting = { state: "new" as const, assignee: null };
    expect(moves.moved(queue(1, [aConversation({ version: 1, ...waiting })]))).toBe(true);
    expect(moves.moved(queue(1, [aConversation({ version: 2, ...waiting })]))).toBe(false);
    expect(moves.moved(changed(3))).toBe(true);
    expect(moves.moved(queue(0))).toBe(true);
  });
});
