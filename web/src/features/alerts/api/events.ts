/** Of what people are told and by which ways: the house's rule, and one's own choice where it is left open. Pure. */
import type { AlertEvent, AlertRule, AlertWay, Preferences } from "@/api/types";

/** As they are listed, in groups that people know. */
export const eventGroups = [
  { name: "chats", events: ["waiting", "assigned", "taken", "message", "open_message", "window_closing"] },
  { name: "house", events: ["mention", "whisper", "failed"] },
  { name: "presence", events: ["break_over", "presence_changed"] },
  { name: "product", events: ["connection", "system", "change"] },
] as const satisfies readonly { name: string; events: readonly AlertEvent[] }[];

export const ways = ["screen", "sound", "browser", "centre"] as const satisfies readonly AlertWay[];

/** Those that a conversation of one's own makes: muting it silences them. */
const mutable: ReadonlySet<AlertEvent> = new Set(["message", "open_message", "window_closing"]);

export function waysFor(rule: AlertRule, own: Preferences["alert_ways"], event: AlertEvent) {
  const { ways: byRule, is_open } = rule.events[event] ?? { ways: [], is_open: true };
  return new Set<AlertWay>((is_open ? own[event] : undefined) ?? byRule);
}

export interface Surroundings {
  muted: boolean;
  /** In a break, and wishing for quiet in it. */
  resting: boolean;
}

/** What is left of the ways where somebody wants to be left alone. */
export function quieted(chosen: ReadonlySet<AlertWay>, event: AlertEvent, around: Surroundings) {
  const left = new Set(chosen);
  if (around.muted && mutable.has(event))
    for (const way of ["screen", "sound", "browser"] as const) left.delete(way);
  if (around.resting) for (const way of ["sound", "browser"] as const) left.delete(way);
  return left;
}
