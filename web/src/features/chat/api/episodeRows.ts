/**
 * The rows of one episode: its beginning, days, groups, who holds it, where it ends. Pure.
 * The line's pattern is told from who wrote: until an agent answers it waits, unless a bot does.
 */
import type { Conversation, Message, Person } from "@/api/types";
import { daysBetween } from "@/i18n/format";
import type { Pattern } from "@/ui/Thread";
import { saidAt } from "./readingOrder";
import { type Episode, isFoldable, type TimelineRow } from "./timeline";

export const groupWithinMs = 3 * 60_000;
const longSilenceDays = 7;

interface Context {
  first: boolean;
  before: Message | undefined;
  folded: boolean;
}

interface Built {
  readonly context: Context;
  readonly rows: readonly TimelineRow[];
}

/** Episodes are never changed but replaced: most of a thread is built once. */
const built = new WeakMap<Episode, Built>();

export function rowsOf(episode: Episode, context: Context): readonly TimelineRow[] {
  const known = built.get(episode);
  if (known && isSameContext(known.context, context)) return known.rows;
  const rows = buildRows(episode, context);
  built.set(episode, { context, rows });
  return rows;
}

function isSameContext(one: Context, other: Context): boolean {
  return one.first === other.first && one.before === other.before && one.folded === other.folded;
}

function buildRows(episode: Episode, { first, before, folded }: Context): TimelineRow[] {
  const { conversation, messages } = episode;
  const { id } = conversation;
  if (folded && isFoldable(conversation)) {
    return [{ key: `episode-${id}`, kind: "folded", episode: conversation, first, pattern: "rest" }];
  }
  const builder = new Builder(episode, startPattern(episode));
  if (episode.begins) builder.opening(first, messages[0], before);
  const lastOut = messages.findLast((message) => message.direction === "out")?.id;
  messages.forEach((message, index) => {
    const former = index > 0 ? messages[index - 1] : before;
    builder.message(message, former, messages[index + 1], message.id === lastOut && episode.ends);
  });
  if (episode.ends) builder.ending();
  return builder.rows;
}

class Builder {
  readonly rows: TimelineRow[] = [];
  private holder: Pattern;
  private agentId: string | null = null;
  private waitingSince: string | null = null;
  /** The message whose day was told already. */
  private told: string | null = null;
  private readonly conversation: Conversation;
  private readonly begins: boolean;

  constructor({ conversation, begins }: Episode, start: Pattern) {
    this.conversation = conversation;
    this.begins = begins;
    this.holder = start;
  }

  /** Where an episode begins. A new day is told above it, but above the very first nothing is. */
  opening(first: boolean, message: Message | undefined, before: Message | undefined): void {
    if (message && !first) this.day(message, before, "rest");
    this.rows.push({
      key: `episode-${this.conversation.id}`,
      kind: "opening",
      episode: this.conversation,
      first,
      pattern: this.holder,
      from: first || this.holder === "rest" ? undefined : "rest",
    });
  }

  message(message: Message, before: Message | undefined, after: Message | undefined, lastOut: boolean): void {
    const apart = this.day(message, before, this.holder);
    const changes = !sameAuthor(before, message) || before?.conversation_id !== message.conversation_id;
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
    const { id, state, assignee, is_history } = this.conversation;
    if (is_history) return;
    if (state === "resolved") {
      const from = this.holder === "rest" ? undefined : this.holder;
      this.rows.push({
        key: `resolved-${id}`,
        kind: "resolved",
        episode: this.conversation,
        pattern: "rest",
        from,
      });
    } else if (assignee && (this.holder !== "agent" || (this.agentId && this.agentId !== assignee.id))) {
      this.handTo(assignee, "has", null, "holder-now");
    } else if (state === "new" && this.holder === "agent") {
      this.rows.push({ key: "waiting", kind: "waiting", pattern: "wait", from: "agent" });
    }
  }

  /** True when a new day begins and its line already parts this message from the former one. */
  private day(message: Message, before: Message | undefined, pattern: Pattern): boolean {
    if (this.told === message.id) return true;
    // What comes above may be of the same day: the row would go, and the reader who looks at it lose their place.
    if (!before && !this.begins) return false;
    if (before && saidAt(before).day === saidAt(message).day) return false;
    this.told = message.id;
    const days = before ? daysBetween(before.occurred_at, message.occurred_at) : 0;
    this.rows.push({
      key: `day-${message.id}`,
      kind: "day",
      at: message.occurred_at,
      silentDays: days > longSilenceDays ? days : 0,
      pattern,
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

function startPattern({ conversation, messages, begins }: Episode): Pattern {
  if (conversation.is_history) return "rest";
  const firstOut = messages.find(
    (message) => message.direction === "out" && message.author.kind !== "system",
  );
  const begunByUs = firstOut?.kind === "template" && firstOut === messages[0];
  if (firstOut?.author.kind === "agent" && (!begins || begunByUs)) return "agent";
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
  const apartMs = Math.abs(saidAt(other).ms - saidAt(one).ms);
  return sameAuthor(one, other) && apartMs < groupWithinMs && one.status === other.status;
}

function isTroubled(message: Message | undefined): boolean {
  return message?.status === "failed" || message?.status === "unconfirmed";
}
