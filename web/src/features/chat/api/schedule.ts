/** When a message may be sent later: times to offer, and what is wrong with one. Pure. */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const longestMs = 30 * 24 * hourMs;
const roundMs = 5 * minuteMs;

export type TimeProblem = "past" | "too_far" | "after_window";

/** `windowEndMs` is null where the channel has no window. */
export function problemWith(atMs: number, nowMs: number, windowEndMs: number | null): TimeProblem | null {
  if (!(atMs > nowMs)) return "past";
  if (atMs - nowMs > longestMs) return "too_far";
  return windowEndMs !== null && atMs >= windowEndMs ? "after_window" : null;
}

/** Some usual times that can be chosen, soonest first. */
export function usualTimes(nowMs: number, windowEndMs: number | null): number[] {
  const inAnHour = Math.ceil((nowMs + hourMs) / roundMs) * roundMs;
  const times = [inAnHour, at(nowMs, 0, 14), at(nowMs, 0, 17), at(nowMs, 1, 8), at(nowMs, 1, 10)];
  const possible = times.filter((time) => problemWith(time, nowMs, windowEndMs) === null);
  return [...new Set(possible)].sort((one, other) => one - other);
}

/** As a `datetime-local` field writes it, in the time of the person's own clock. */
export function asFieldValue(atMs: number): string {
  const date = new Date(atMs);
  return new Date(atMs - date.getTimezoneOffset() * minuteMs).toISOString().slice(0, 16);
}

function at(nowMs: number, days: number, hour: number): number {
  const date = new Date(nowMs);
  date.setDate(date.getDate() + days);
  return date.setHours(hour, 0, 0, 0);
}
