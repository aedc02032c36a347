/**
 * Turns the messages of a conversation into the rows of its timeline: days, groups, who holds it, where it ends.
 * Pure. The line's pattern is told from who wrote: until an agent answers it waits, unless a bot does.
 */
import type { Conversation, Me, Message, Person } from "@/api/types";
import { dayOf, daysBetween } from "@/i18n/format";
import type { Outgoing } from "@/state/outbox";
import type { Pattern } from "@/ui/Thread";

export const groupWithinMs = 3 * 60_000;
const longSilenceDays = 7;

interface RowBase {
  key: string;
  pattern: Pattern;
  from?: Pattern;
}

export type TimelineRow = RowBase &
  (
    | { kind: "opening"; at: string }
    | { kind: "day"; at: string; silentDays: number }
    | {
        kind: "holder";
        person: Person | null;
        verb: "answered" | "took" | "has";
        waitedMs: number;
        at: string | null;
      }
    | { kind: "waiting" }
    | { kind: "resolved"; at: string | null }
    | {
        kind: "message";
        message: Message;
        showTime: boolean;
        gap: boolean;
        /** The first of its author in a row, or of a day. */
        leads: boolean;
        lastOut: boolean;
      }
    | { kind: "outgoing"; item: Outgoing; gap: boolean }
  );

export interface TimelineInput {
  conversation: Conversation;
  /** In reading order, oldest first. */
  messages: readonly Message[];
  outgoing: readonly Outgoing[];
  /** Nothing older is left on the server. */
  complete: boolean;
  me: Me;
}

export function buildTimeline({
  conversation,
  messages,
  outgoing,
  complete,
  me,
}: TimelineInput): TimelineRow[] {
  const builder = new Builder(conversation, startPattern(conversation, messages, complete));
  if (complete) builder.opening();
  const lastOut = messages.findLast((message) => message.direction === "out")?.id;
  messages.forEach((message, index) => {
    builder.message(message, messages[index - 1], messages[index + 1], message.id === lastOut);
  });
  builder.ending();
  outgoing.forEach((item, index) => {
    const before = messages.at(-1);
    const gap = index === 0 && !(before && before.direction === "out" && before.author.id === me.id);
    builder.rows.push({ key: item.key, kind: "outgoing", item, gap, pattern: "agent" });
  });
  return builder.rows;
}

/** Reading order: the provider's whole seconds, then arrival with us. */
export function inReadingOrder(one: Message, other: Message): number {
  const bySecond = second(one.occurred_at) - second(other.occurred_at);
  if (bySecond !== 0) return bySecond;
  return arrival(one).localeCompare(arrival(other)) || one.id.localeCompare(other.id);
}

/** Where the line stands at the foot of the timeline, before it enters the composer. */
export function currentPattern(conversation: Conversation): Pattern {
  if (conversation.state === "resolved") return "rest";
  if (conversation.state === "in_bot") return "bot";
  return conversation.assignee ? "agent" : "wait";
}

class Builder {
  readonly rows: TimelineRow[] = [];
  private holder: Pattern;
  private agentId: string | null = null;
  private waitingSince: string | null = null;
  private readonly conversation: Conversation;

  constructor(conversation: Conversation, start: Pattern) {
    this.conversation = conversation;
    this.holder = start;
  }

  opening(): void {
    this.rows.push({
      key: "opening",
      kind: "opening",
      at: this.conversation.opened_at,
      pattern: this.holder,
    });
  }

  message(message: Message, before: Message | undefined, after: Message | undefined, lastOut: boolean): void {
    const apart = this.day(message, before);
    const changes = !sameAuthor(before, message);
    this.handOver(message);
    this.rows.push({
      key: message.id,
      kind: "message",
      message,
      showTime: !after || !sameGroup(message, after) || message.status === "failed",
      gap: !apart && (changes || isTroubled(before)),
      leads: apart || changes,
      lastOut,
      pattern: this.holder,
    });
    if (message.direction === "in" && message.kind !== "system") this.waitingSince ??= message.occurred_at;
  }

  ending(): void {
    const { state, assignee, resolved_at } = this.conversation;
    if (state === "resolved") {
      this.rows.push({
        key: "resolved",
        kind: "resolved",
        at: resolved_at,
        pattern: "rest",
        from: this.holder,
      });
    } else if (assignee && (this.holder !== "agent" || (this.agentId && this.agentId !== assignee.id))) {
      this.handTo(assignee, "has", null, "holder-now");
    } else if (state === "new" && this.holder === "agent") {
      this.rows.push({ key: "waiting", kind: "waiting", pattern: "wait", from: "agent" });
    }
  }

  /** True when a new day begins and its line already parts this message from the former one. */
  private day(message: Message, before: Message | undefined): boolean {
    if (before && dayOf(before.occurred_at) === dayOf(message.occurred_at)) return false;
    const days = before ? daysBetween(before.occurred_at, message.occurred_at) : 0;
    this.rows.push({
      key: `day-${message.id}`,
      kind: "day",
      at: message.occurred_at,
      silentDays: days > longSilenceDays ? days : 0,
      pattern: this.holder,
    });
    return true;
  }

  private handOver(message: Message): void {
    const { author, direction, occurred_at } = message;
    if (direction !== "out") return;
    if (author.kind === "bot") {
      this.holder = "bot";
      this.waitingSince = null;
    }
    if (author.kind !== "agent") return;
    const person = author.id ? { id: author.id, name: author.name ?? "" } : null;
    if (this.holder !== "agent") this.handTo(person, "answered", occurred_at, `holder-${message.id}`);
    else if (this.agentId && this.agentId !== author.id) {
      this.handTo(person, "took", occurred_at, `holder-${message.id}`);
    }
    this.agentId = author.id;
    this.waitingSince = null;
  }

  private handTo(
    person: Person | null,
    verb: "answered" | "took" | "has",
    at: string | null,
    key: string,
  ): void {
    const waitedMs = at && this.waitingSince ? Date.parse(at) - Date.parse(this.waitingSince) : 0;
    this.rows.push({ key, kind: "holder", person, verb, at, waitedMs, pattern: "agent", from: this.holder });
    this.holder = "agent";
  }
}

function startPattern(conversation: Conversation, messages: readonly Message[], complete: boolean): Pattern {
  const firstOut = messages.find(
    (message) => message.direction === "out" && message.author.kind !== "system",
  );
  const begunByUs = firstOut?.kind === "template" && firstOut === messages[0];
  if (firstOut?.author.kind === "agent" && (!complete || begunByUs)) return "agent";
  if (firstOut?.author.kind === "bot" || conversation.state === "in_bot") return "bot";
  return "wait";
}

function sameAuthor(one: Message | undefined, other: Message): boolean {
  return (
    one !== undefined &&
    one.direction === other.direction &&
    one.author.kind === other.author.kind &&
    one.author.id === other.author.id &&
    (one.kind === "system") === (other.kind === "system")
  );
}

function sameGroup(one: Message, other: Message): boolean {
  const apartMs = Math.abs(Date.parse(other.occurred_at) - Date.parse(one.occurred_at));
  return sameAuthor(one, other) && apartMs < groupWithinMs && one.status === other.status;
}

function isTroubled(message: Message | undefined): boolean {
  return message?.status === "failed" || message?.status === "unconfirmed";
}

function second(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000);
}

function arrival(message: Message): string {
  return message.received_at ?? message.created_at;
}
