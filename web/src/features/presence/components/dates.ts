/** Calendar days without a time: "2026-11-25". */
import { localeOfWords, perLanguage } from "@/i18n/languages";

const long = perLanguage(
  () =>
    new Intl.DateTimeFormat(localeOfWords(), {
      weekday: "long",
      day: "numeric",
      month: "long",
      year: "numeric",
      timeZone: "UTC",
    }),
);

export function nextDate(date: string, days: number): string {
  const noon = new Date(`${date}T12:00:00Z`);
  noon.setUTCDate(noon.getUTCDate() + days);
  return noon.toISOString().slice(0, 10);
}

/** "miércoles 25 de noviembre de 2026" */
export function dateWords(date: string): string {
  return long()
    .format(new Date(`${date}T12:00:00Z`))
    .replace(",", "");
}

/** 9:05, in the organisation's zone and not in that of this machine. */
export function timeIn(instant: string | number, zone: string): string {
  return new Intl.DateTimeFormat(localeOfWords(), {
    hour: "numeric",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  }).format(new Date(instant));
}
