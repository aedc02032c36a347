/**
 * Turns a thread into the rows of its timeline: episode after episode, and behind them what is on its way out. Pure.
 */
import type { Conversation, Me, Message, Person } from "@/api/types";
import type { Outgoing } from "@/state/outbox";
import type { Pattern } from "@/ui/Thread";
import { rowsOf } from "./episodeRows";

interface RowBase {
  key: string;
  pattern: Pattern;
  from?: Pattern;
}

export type TimelineRow = RowBase &
  (
    | {
        kind: "opening";
        episode: Conversation;
        /** The line begins here: nothing was said before. */
        first: boolean;
      }
    | { kind: "folded"; episode: Conversation; first: boolean }
    | { kind: "day"; at: string; silentDays: number }
    | {
        kind: "holder";
        person: Person | null;
        verb: "answered" | "took" | "has";
        waitedMs: number;
        at: string | null;
      }
    | { kind: "waiting" }
    | { kind: "resolved"; episode: Conversation }
    | {
        kind: "message";
        message: Message;
        showTime: boolean;
        gap: boolean;
        /** The first of its author in a row, or of a day. */
        leads: boolean;
        lastOut: boolean;
      }
    | { kind: "scheduled"; message: Message; gap: boolean }
    | {
        kind: "outgoing";
        item: Outgoing;
        gap: boolean;
        /** The last of what is undone at once. */
        endsGroup: boolean;
      }
  );

/** What is known of an episode. */
export interface Episode {
  conversation: Conversation;
  /** In reading order, oldest first. */
  messages: readonly Message[];
  /** Nothing older of it is left on the server. */
  begins: boolean;
  /** Nothing newer of it is left on the server. */
  ends: boolean;
}

export interface TimelineInput {
  /** In the order of the thread; the one that is open stands at the foot. */
  episodes: readonly Episode[];
  /** Nothing was said before the first of them. */
  complete: boolean;
  /** Ids of the episodes that are shown as one row. */
  folded: ReadonlySet<string>;
  /** What is on its way out, behind all of them. */
  outgoing: readonly Outgoing[];
  /** What waits for its time; it is not said yet. */
  scheduled: readonly Message[];
  me: Me;
}

export function buildTimeline({
  episodes,
  complete,
  folded,
  outgoing,
  scheduled,
  me,
}: TimelineInput): TimelineRow[] {
  const rows: TimelineRow[] = [];
  let before: Message | undefined;
  episodes.forEach((episode, index) => {
    const first = complete && index === 0;
    const context = { first, before, folded: folded.has(episode.conversation.id) };
    for (const row of rowsOf(episode, context)) rows.push(row);
    before = episode.messages.at(-1) ?? before;
  });
  outgoing.forEach((item, index) => {
    const gap = index === 0 && !(before && before.direction === "out" && before.author.id === me.id);
    const endsGroup = outgoing[index + 1]?.group !== item.group;
    rows.push({ key: item.key, kind: "outgoing", item, gap, endsGroup, pattern: "agent" });
  });
  for (const [index, message] of scheduled.entries()) {
    rows.push({ key: message.id, kind: "scheduled", message, gap: index === 0, pattern: "agent" });
  }
  return rows;
}

/** What was said, and what will be; what was cancelled is neither. */
export function partedByTime(messages: readonly Message[]): { said: Message[]; scheduled: Message[] } {
  return {
    said: messages.filter(({ status }) => status !== "scheduled" && status !== "cancelled"),
    scheduled: messages.filter(({ status }) => status === "scheduled"),
  };
}

/** Only what is over is folded: what is open is what one works on. */
export function isFoldable(episode: Conversation): boolean {
  return episode.state === "resolved";
}

/** Where the line stands at the foot of the timeline, before it enters the composer. */
export function currentPattern(conversation: Conversation): Pattern {
  if (conversation.state === "resolved") return "rest";
  if (conversation.state === "in_bot") return "bot";
  return conversation.assignee ? "agent" : "wait";
}
