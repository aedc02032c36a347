/** The values of an application's form, and what the API makes of them. */
import type { TFunction } from "i18next";
import type { Application, ApplicationPermission } from "@/api/types";
import type { Errors } from "@/settings/ConfiguredForm";

export const nameLimit = 60;
export const overlapHours = 7 * 24;

/** What an application has no use for: only people do it. */
const ofPeople: readonly string[] = [
  "conversations.claim",
  "whispers.write",
  "whispers.supervise",
  "applications.manage",
];

export interface ApplicationValues {
  name: string;
  description: string;
  permissions: string[];
  /** Ids; null: all, those to come, too. */
  queues: string[] | null;
}

export const blankApplication: ApplicationValues = {
  name: "",
  description: "",
  permissions: [],
  queues: [],
};

export function valuesOf({ name, description, permissions, scope, queues }: Application): ApplicationValues {
  return { name, description, permissions: [...permissions].sort(), queues: scope === "all" ? null : queues };
}

export function bodyOf({ queues, ...rest }: Partial<ApplicationValues>): object {
  if (queues === undefined) return rest;
  return queues === null ? { ...rest, scope: "all" } : { ...rest, scope: "queues", queues };
}

export function flawsOf(values: ApplicationValues, t: TFunction): Errors<ApplicationValues> {
  const flaws: Errors<ApplicationValues> = {};
  if (!values.name.trim()) flaws.name = t("applications.name_missing");
  else if ([...values.name].length > nameLimit) flaws.name = t("settings.too_long", { limit: nameLimit });
  if (values.permissions.length === 0) flaws.permissions = t("applications.permission_missing");
  if (values.queues?.length === 0) flaws.queues = t("applications.queue_missing");
  return flaws;
}

/** What may be given: what oneself holds, beside what is given already. */
export function grantable(held: readonly string[], given: readonly string[]): ApplicationPermission[] {
  const offered = held.filter((one) => !ofPeople.includes(one));
  return [...new Set([...offered, ...given])].sort() as ApplicationPermission[];
}

export function turned(permissions: readonly string[], one: string, on: boolean): string[] {
  const others = permissions.filter((other) => other !== one);
  return on ? [...others, one].sort() : others;
}
