/** Things under the days they happened on, in their order. Pure. */
import { dayOf } from "@/i18n/format";

export interface Day<T> {
  /** An instant of that day. */
  day: string;
  items: T[];
}

export function byDay<T>(things: readonly T[], instantOf: (thing: T) => string): Day<T>[] {
  const days: Day<T>[] = [];
  for (const thing of things) {
    const instant = instantOf(thing);
    const last = days.at(-1);
    if (last && dayOf(last.day) === dayOf(instant)) last.items.push(thing);
    else days.push({ day: instant, items: [thing] });
  }
  return days;
}
