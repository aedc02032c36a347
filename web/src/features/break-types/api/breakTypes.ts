/** The values of a type of break's form, and what the API makes of them. */
import type { TFunction } from "i18next";
import type { BreakType } from "@/api/types";
import type { Errors } from "@/settings/ConfiguredForm";

export const nameLimit = 60;
const mostMinutes = 480;

export interface BreakTypeValues {
  name: string;
  /** As it is typed. */
  minutes: string;
  /** Null: for everybody. */
  user_ids: string[] | null;
}

export const blankBreakType: BreakTypeValues = { name: "", minutes: "15", user_ids: null };

export function valuesOf({ name, minutes, user_ids }: BreakType): BreakTypeValues {
  return { name, minutes: String(minutes), user_ids };
}

export function bodyOf({ minutes, ...rest }: Partial<BreakTypeValues>): object {
  return { ...rest, ...(minutes === undefined ? {} : { minutes: Number(minutes) }) };
}

export function flawsOf({ name, minutes, user_ids }: BreakTypeValues, t: TFunction): Errors<BreakTypeValues> {
  const flaws: Errors<BreakTypeValues> = {};
  const count = Number(minutes);
  if (!name.trim()) flaws.name = t("breaks.name_missing");
  else if ([...name].length > nameLimit) flaws.name = t("settings.too_long", { limit: nameLimit });
  if (!Number.isInteger(count) || count < 1 || count > mostMinutes) {
    flaws.minutes = t("breaks.minutes_wrong", { most: mostMinutes });
  }
  if (user_ids?.length === 0) flaws.user_ids = t("breaks.people_missing");
  return flaws;
}
