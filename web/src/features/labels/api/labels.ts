/** The values of a label's form, and what the API makes of them. */
import type { TFunction } from "i18next";
import type { Label } from "@/api/types";
import type { Errors } from "@/settings/ConfiguredForm";

export const colours = ["rojo", "naranja", "verde", "azul", "violeta", "cian", "rosa", "gris"] as const;
export const nameLimit = 40;
export const descriptionLimit = 200;

export interface LabelValues {
  name: string;
  colour: Label["colour"];
  description: string;
  /** Names of roles; null: all. */
  seen_by: string[] | null;
  /** Names of roles; null: all who see it. */
  used_by: string[] | null;
}

export const blankLabel: LabelValues = {
  name: "",
  colour: "azul",
  description: "",
  seen_by: null,
  used_by: null,
};

export function valuesOf({ name, colour, description, seen_by, used_by }: Label): LabelValues {
  return { name, colour, description, seen_by: someOrNull(seen_by), used_by: someOrNull(used_by) };
}

function someOrNull(roles: string[]): string[] | null {
  return roles.length > 0 ? roles : null;
}

export function bodyOf(values: Partial<LabelValues>): object {
  const { seen_by, used_by, ...rest } = values;
  return {
    ...rest,
    ...(seen_by === undefined ? {} : { seen_by: seen_by ?? [] }),
    ...(used_by === undefined ? {} : { used_by: used_by ?? [] }),
  };
}

export function flawsOf(values: LabelValues, t: TFunction): Errors<LabelValues> {
  const flaws: Errors<LabelValues> = {};
  const { name, description, seen_by, used_by } = values;
  if (!name.trim()) flaws.name = t("labels.name_missing");
  else if ([...name].length > nameLimit) flaws.name = t("settings.too_long", { limit: nameLimit });
  if ([...description].length > descriptionLimit) {
    flaws.description = t("settings.too_long", { limit: descriptionLimit });
  }
  if (seen_by?.length === 0) flaws.seen_by = t("settings.role_missing");
  if (used_by?.length === 0) flaws.used_by = t("settings.role_missing");
  return flaws;
}
