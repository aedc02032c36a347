/** The values of an entry of the register of processing, and the table that is taken along. */
import type { TFunction } from "i18next";
import type { Errors } from "@/settings/ConfiguredForm";
import type { Activity } from "./privacy";

export const texts = [
  "purpose",
  "legal_basis",
  "people",
  "data",
  "recipients",
  "retention",
  "measures",
] as const;
const nameLimit = 100;
const textLimit = 1000;

export type ActivityValues = Pick<Activity, "name" | (typeof texts)[number]>;

export const blankActivity: ActivityValues = {
  name: "",
  purpose: "",
  legal_basis: "",
  people: "",
  data: "",
  recipients: "",
  retention: "",
  measures: "",
};

export function valuesOf(activity: Activity): ActivityValues {
  const { name, purpose, legal_basis, people, data, recipients, retention, measures } = activity;
  return { name, purpose, legal_basis, people, data, recipients, retention, measures };
}

export function flawsOf(values: ActivityValues, t: TFunction): Errors<ActivityValues> {
  const flaws: Errors<ActivityValues> = {};
  if (!values.name.trim()) flaws.name = t("privacy.name_missing");
  else if ([...values.name].length > nameLimit) flaws.name = t("settings.too_long", { limit: nameLimit });
  for (const name of texts) {
    if ([...values[name]].length > textLimit) flaws[name] = t("settings.too_long", { limit: textLimit });
  }
  return flaws;
}

/** With a mark of its encoding, which spreadsheets need to read accents. */
export function asCsv(activities: readonly Activity[], t: TFunction): string {
  const head = [t("privacy.activity"), ...texts.map((name) => t(`privacy.${name}`))];
  const rows = activities.map((one) => [one.name, ...texts.map((name) => one[name])]);
  return `\uFEFF${[head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** Quoted; what a spreadsheet would take for a formula is made a text. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

export function save(name: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
