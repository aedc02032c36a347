/** Times that a conversation is usually put off to. Pure. */
const hourMs = 3_600_000;
const morning = 9;
const evening = 17;
const monday = 1;

export type Preset = "hour" | "evening" | "tomorrow" | "monday";

/** The presets that lie ahead; the evening only while it is some hours away. */
export function presets(now: Date): { name: Preset; until: Date }[] {
  const found: { name: Preset; until: Date }[] = [{ name: "hour", until: new Date(now.getTime() + hourMs) }];
  const tonight = atHour(now, 0, evening);
  if (tonight.getTime() - now.getTime() >= 2 * hourMs) found.push({ name: "evening", until: tonight });
  found.push({ name: "tomorrow", until: atHour(now, 1, morning) });
  const days = (monday - now.getDay() + 7) % 7 || 7;
  if (days > 1) found.push({ name: "monday", until: atHour(now, days, morning) });
  return found;
}

function atHour(now: Date, days: number, hour: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
}

/** What `<input type="datetime-local">` holds for an instant: local, without a zone. */
export function localText(instant: Date): string {
  const pad = (value: number) => String(value).padStart(2, "0");
  const day = [instant.getFullYear(), pad(instant.getMonth() + 1), pad(instant.getDate())].join("-");
  return `${day}T${pad(instant.getHours())}:${pad(instant.getMinutes())}`;
}

const shortestMs = 60_000;
const longestMs = 90 * 24 * hourMs;

/** As the API takes it: a minute to ninety days ahead. */
export function isReachable(until: Date, now: Date): boolean {
  const ahead = until.getTime() - now.getTime();
  return ahead >= shortestMs && ahead <= longestMs;
}
