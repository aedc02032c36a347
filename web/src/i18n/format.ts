/** Instants, amounts and numbers as people read them: in their language, always with the 24 h clock. */
import { t } from "i18next";
import { capitalised, localeOfNumbers, localeOfWords, perLanguage } from "./languages";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

function dates(options: Intl.DateTimeFormatOptions): (instant: Date) => string {
  const format = perLanguage(() => new Intl.DateTimeFormat(localeOfWords(), options));
  return (instant) => format().format(instant);
}

function numbers(options: Intl.NumberFormatOptions): (value: number) => string {
  const format = perLanguage(() => new Intl.NumberFormat(localeOfNumbers(), options));
  return (value) => format().format(value);
}

/** A length of time; the space before the unit does not break. */
function lengths(unit: string, unitDisplay: "short" | "long"): (value: number) => string {
  const format = perLanguage(
    () => new Intl.NumberFormat(localeOfNumbers(), { style: "unit", unit, unitDisplay }),
  );
  return (value) => format().format(value).replace(" ", "\u00a0");
}

const clock = dates({ hour: "numeric", minute: "2-digit", hourCycle: "h23" });
const weekdayShort = dates({ weekday: "short" });
const dayMonth = dates({ day: "numeric", month: "short" });
const dayLong = dates({ weekday: "long", day: "numeric", month: "long" });
const dayLongYear = dates({ day: "numeric", month: "long", year: "numeric" });
const whole = numbers({ useGrouping: "always" });
const twoDecimals = numbers({ minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: "always" });
/** 4,5 */
export const oneDecimal = numbers({ maximumFractionDigits: 1 });
const hoursShort = lengths("hour", "short");
const daysLong = lengths("day", "long");
const compact = perLanguage(
  () => new Intl.NumberFormat(localeOfWords(), { notation: "compact", maximumFractionDigits: 1 }),
);
const conjunction = perLanguage(() => new Intl.ListFormat(localeOfWords(), { type: "conjunction" }));

/** "nombre, color y descripción" */
export function listed(words: readonly string[]): string {
  return conjunction().format(words);
}

/** A text as it is searched: without case and accents, but for ñ. */
export function plain(text: string): string {
  const bare = text.trim().toLowerCase().normalize("NFD");
  return bare.replace(/(?!(?<=n)\u0303)\p{M}/gu, "").normalize("NFC");
}

/** 10:16 */
export function clockTime(instant: string | number): string {
  return clock(new Date(instant));
}

export function dayOf(instant: string | number): number {
  return new Date(instant).setHours(0, 0, 0, 0);
}

export function daysBetween(from: string | number, to: string | number): number {
  return Math.round((dayOf(to) - dayOf(from)) / dayMs);
}

/** 3 de marzo de 2026 */
export function dayMonthYear(instant: string | number): string {
  return dayLongYear(new Date(instant));
}

/** "mar"; some languages put a point behind what is cut short, which a list can do without. */
function weekdayName(date: Date): string {
  return weekdayShort(date).replace(".", "");
}

/** "12 nov" */
function dayName(date: Date): string {
  return dayMonth(date).replace(".", "");
}

/** Today 10:16, this week "mar", else "12 nov". */
export function listTime(instant: string, nowMs: number): string {
  const days = daysBetween(instant, nowMs);
  if (days <= 0) return clockTime(instant);
  const date = new Date(instant);
  return days < 7 ? weekdayName(date) : dayName(date);
}

/** "Hoy, viernes 20 de noviembre" */
export function daySeparator(instant: string, nowMs: number): string {
  const days = daysBetween(instant, nowMs);
  const date = new Date(instant);
  const sameYear = date.getFullYear() === new Date(nowMs).getFullYear();
  const day = (sameYear ? dayLong : dayLongYear)(date).replace(",", "");
  if (days === 0) return t("chat.today", { day });
  if (days === 1) return t("chat.yesterday", { day });
  return capitalised(day);
}

/** "hoy 9:58", "ayer 9:12", "mañana 8:00", "12 nov 9:12" */
export function momentOf(instant: string, nowMs: number): string {
  const days = daysBetween(instant, nowMs);
  const time = clockTime(instant);
  if (days === 0) return t("time.today_at", { time });
  if (days === 1) return t("time.yesterday_at", { time });
  if (days === -1) return t("time.tomorrow_at", { time });
  return `${dayName(new Date(instant))} ${time}`;
}

/** "hoy 16:00", "mañana 9:00", "lun 9:00", "12 nov 9:00" */
export function comingMoment(instant: string | number | Date, nowMs: number): string {
  const date = new Date(instant);
  const days = daysBetween(nowMs, date.getTime());
  const time = clockTime(date.getTime());
  if (days <= 0) return t("time.today_at", { time });
  if (days === 1) return t("time.tomorrow_at", { time });
  const day = days < 7 ? weekdayName(date) : dayName(date);
  return `${day} ${time}`;
}

/** 14 min */
export const minuteWords = lengths("minute", "short");

/** "14 min", "2 h 14 min", "3 días"; below a minute "ahora". */
export function duration(ms: number): string {
  const minutes = Math.floor(ms / minuteMs);
  if (minutes < 1) return t("time.now");
  if (minutes < 60) return minuteWords(minutes);
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return daysLong(Math.floor(hours / 24));
  const rest = minutes % 60;
  return rest === 0 ? hoursShort(hours) : `${hoursShort(hours)} ${minuteWords(rest)}`;
}

/** 812 kB, 2,4 MB: of 1024, as limits are, and rounded up, so that what is over a limit looks it. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const kilobytes = Math.ceil(bytes / 1024);
  if (kilobytes < 1000) return `${kilobytes} kB`;
  return `${oneDecimal(Math.ceil((bytes / 1024 ** 2) * 10) / 10)} MB`;
}

/** 9.800,50 ARS; without a currency the number alone */
export function amount(value: number, currency: string | null): string {
  return currency ? `${twoDecimals(value)} ${currency}` : twoDecimals(value);
}

export function wholeNumber(value: number): string {
  return whole(value);
}

/** Trays: over 999 "1,2 mil", never more than there are. */
export function shortNumber(value: number): string {
  return value < 1000 ? String(value) : compact().format(Math.floor(value / 100) * 100);
}

/** 0:23 */
export function playTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Digits in groups after the country code, per country; the shortest code that matches is tried last. */
const groups: readonly [code: string, sizes: readonly number[]][] = [
  ["593", [2, 3, 4]],
  ["595", [3, 3, 3]],
  ["591", [4, 4]],
  ["598", [4, 4]],
  ["502", [4, 4]],
  ["503", [4, 4]],
  ["504", [4, 4]],
  ["505", [4, 4]],
  ["506", [4, 4]],
  ["507", [4, 4]],
  ["34", [3, 3, 3]],
  ["51", [3, 3, 3]],
  ["52", [2, 4, 4]],
  ["54", [1, 2, 4, 4]],
  ["55", [2, 5, 4]],
  ["56", [1, 4, 4]],
  ["57", [3, 3, 4]],
  ["58", [3, 3, 4]],
  ["1", [3, 3, 4]],
];

/** +593 99 555 0148 */
export function phoneNumber(digits: string): string {
  if (!/^\d/.test(digits)) return digits; // shown in part
  const match = groups.find(
    ([code, sizes]) =>
      digits.startsWith(code) && digits.length === code.length + sizes.reduce((sum, size) => sum + size, 0),
  );
  if (!match) return `+${digits}`;
  const [code, sizes] = match;
  const parts = sizes.map((size, index) => {
    const start = code.length + sizes.slice(0, index).reduce((sum, before) => sum + before, 0);
    return digits.slice(start, start + size);
  });
  return `+${code} ${parts.join(" ")}`;
}
