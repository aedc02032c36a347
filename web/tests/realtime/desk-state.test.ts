/** Applying the socket's events in any order, more than once, to any earlier state equals a fresh fetch. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Conversation, Message } from "@/api/types";
import { applyEvent, applyFetched, type DeskState, emptyDesk } from "@/realtime/desk-state";
import type { DeskEvent } from "@/realtime/events";
import { aConversation, aMessage } from "../fakes/entities";

/** A server that keeps conversations and messages and tells each change as the contract says. */
class Server {
  readonly conversations = new Map<string, Conversation>();
  readonly messages = new Map<string, Message>();
  readonly events: DeskEvent[] = [];
  private ticks = 0;

  do(step: Step): void {
    this.ticks += 1;
    const id = `c${step.conversation}`;
    const at = new Date(Date.UTC(2026, 10, 20, 15, 0, 0, this.ticks)).toISOString();
    if (step.action === "leave") {
      this.leave(id, at);
      return;
    }
    const before = this.conversations.get(id) ?? aConversation({ id, version: 0 });
    const conversation = { ...before, version: before.version + 1, updated_at: at, unread_count: this.ticks };
    this.conversations.set(id, conversation);
    if (step.action === "change") {
      this.tell("conversation.changed", at, { conversation });
      return;
    }
    const message = this.message(id, step.action === "receive" ? null : step.message, at);
    if (step.apart) {
      this.tell("message.received", at, { message, conversation: null });
      this.tell("conversation.changed", at, { conversation });
    } else this.tell("message.received", at, { message, conversation });
  }

  state(): { conversations: Conversation[]; messages: Message[] } {
    return { conversations: [...this.conversations.values()], messages: [...this.messages.values()] };
  }

  private message(conversationId: string, changed: number | null, at: string): Message {
    const mine = [...this.messages.values()].filter((one) => one.conversation_id === conversationId);
    const before = changed === null ? undefined : mine[changed % Math.max(1, mine.length)];
    const id = before?.id ?? `m${this.messages.size}-${this.ticks}`;
    const message = before
      ? { ...before, version: before.version + 1, text: `changed ${at}` }
      : aMessage({ id, conversation_id: conversationId, occurred_at: at });
    this.messages.set(id, message);
    return message;
  }

  private leave(id: string, at: string): void {
    if (!this.conversations.delete(id)) return;
    for (const message of this.messages.values()) {
      if (message.conversation_id === id) this.messages.delete(message.id);
    }
    this.tell("conversation.left", at, { conversation_id: id });
  }

  private tell(type: string, at: string, data: DeskEvent["data"]): void {
    this.events.push({ type, at, data });
  }
}

interface Step {
  action: "receive" | "edit" | "change" | "leave";
  conversation: number;
  message: number;
  apart: boolean;
}

const aStep = (actions: Step["action"][]): fc.Arbitrary<Step> =>
  fc.record({
    action: fc.constantFrom(...actions),
    conversation: fc.nat(2),
    message: fc.nat(5),
    apart: fc.boolean(),
  });

function shown(state: DeskState) {
  const messages = [...state.messages.values()].flatMap((thread) => [...thread.values()]);
  const byId = (one: { id: string }, other: { id: string }) => one.id.localeCompare(other.id);
  return {
    conversations: [...state.conversations.values()].map((known) => known.item).sort(byId),
    messages: messages.map((known) => known.item).sort(byId),
  };
}

function fetched(server: Server, base: DeskState = emptyDesk): DeskState {
  return applyFetched(base, { ...server.state(), startedSeq: base.seq });
}

describe("desk state", () => {
  it("equals a fresh fetch when events come in any order and more than once", () => {
    const actions: Step["action"][] = ["receive", "edit", "change"];
    fc.assert(
      fc.property(
        fc.array(aStep(actions), { maxLength: 6 }),
        fc.array(aStep(actions), { minLength: 1, maxLength: 10 }),
        fc.infiniteStream(fc.nat(1000)),
        (before, after, order) => {
          const server = new Server();
          for (const step of before) server.do(step);
          const start = fetched(server);
          const told = server.events.length;
          for (const step of after) server.do(step);
          const news = server.events.slice(told);
          const shuffled = [...news, ...news]
            .map((event) => ({ event, at: order.next().value ?? 0 }))
            .sort((one, other) => one.at - other.at)
            .map(({ event }) => event);
          expect(shown(shuffled.reduce(applyEvent, start))).toEqual(shown(fetched(server)));
        },
      ),
    );
  });

  it("equals a fresh fetch when sight of conversations is lost and found again, in order", () => {
    fc.assert(
      fc.property(fc.array(aStep(["receive", "edit", "change", "leave"]), { maxLength: 14 }), (steps) => {
        const server = new Server();
        for (const step of steps) server.do(step);
        expect(shown(server.events.reduce(applyEvent, emptyDesk))).toEqual(shown(fetched(server)));
      }),
    );
  });

  it("keeps a lost conversation away when an older event of it comes late", () => {
    const conversation = aConversation({ version: 4 });
    const start = applyFetched(emptyDesk, { conversations: [conversation], startedSeq: 0 });
    const left: DeskEvent = {
      type: "conversation.left",
      at: "2026-11-20T15:00:02.000Z",
      data: { conversation_id: conversation.id },
    };
    const late: DeskEvent = {
      type: "conversation.changed",
      at: "2026-11-20T15:00:01.000Z",
      data: { conversation: { ...conversation, version: 5 } },
    };
    expect(shown([left, late].reduce(applyEvent, start)).conversations).toEqual([]);
  });

  it("shows a lost conversation again when a later fetch has it", () => {
    const conversation = aConversation();
    const left: DeskEvent = {
      type: "conversation.left",
      at: "2026-11-20T15:00:02.000Z",
      data: { conversation_id: conversation.id },
    };
    const lost = applyEvent(emptyDesk, left);
    const stale = applyFetched(lost, { conversations: [conversation], startedSeq: 0 });
    expect(shown(stale).conversations).toEqual([]);
    const fresh = applyFetched(lost, { conversations: [conversation], startedSeq: lost.seq });
    expect(shown(fresh).conversations).toEqual([conversation]);
  });

  it("keeps the higher version when a slow fetch answers after an event", () => {
    const newer = aConversation({ version: 3, unread_count: 7 });
    const told = applyEvent(emptyDesk, {
      type: "conversation.changed",
      at: newer.updated_at,
      data: { conversation: newer },
    });
    const state = applyFetched(told, { conversations: [aConversation({ version: 2 })], startedSeq: 0 });
    expect(shown(state).conversations).toEqual([newer]);
  });

  it("takes the waiting conversations a queue's head carries", () => {
    const waiting = aConversation({ id: "c9", state: "new", assignee: null });
    const data = { queue_id: "general", waiting: 1, head: [waiting] };
    const state = applyEvent(emptyDesk, { type: "queue.changed", at: waiting.updated_at, data });
    expect(shown(state).conversations).toEqual([waiting]);
  });
});
