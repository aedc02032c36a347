/** What areas and attributes are called, and their values as people read them: loaded where changes are shown. */
import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useQueues, useRoles } from "@/api/directory";
import { clockTime, dayMonthYear } from "@/i18n/format";
import { spokenLanguage } from "@/i18n/languages";
import { titleOf } from "./roles";
import type es from "./words/es.json";

type Words = typeof es;

const loaders = {
  es: () => import("./words/es.json"),
  en: () => import("./words/en.json"),
  pt: () => import("./words/pt.json"),
};
const ofQueues = ["queue_id", "queue_ids", "served_queue_ids", "mandatory_queue_ids"];
const ofRoles = ["role", "roles", "default_role", "seen_by", "used_by", "factor_roles"];

export function useSettingWords() {
  const { t } = useTranslation();
  const language = spokenLanguage();
  const queues = useQueues().data ?? [];
  const roles = useRoles().data ?? [];
  const words = useSuspenseQuery({
    queryKey: ["setting-words", language],
    queryFn: async (): Promise<Words> => (await loaders[language]()).default,
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
  const areas: Record<string, string | undefined> = words.areas;
  const fields: Record<string, string | undefined> = words.fields;

  /** An id by the name of what it stands for. */
  function named(field: string, id: string): string {
    if (ofQueues.includes(field)) return queues.find((one) => one.id === id)?.name ?? id;
    const role = ofRoles.includes(field) ? roles.find((one) => one.name === id) : undefined;
    if (role) return titleOf(role, t);
    return field === "areas" ? (areas[id] ?? id) : id;
  }

  function instant(ms: number): string {
    return ms === 0 ? t("changes.nothing") : `${dayMonthYear(ms)} ${clockTime(ms)}`;
  }

  /** A value in lines: one for each of several. */
  function value(field: string, said: unknown): string[] {
    if (said === null || said === undefined || said === "") return [t("changes.nothing")];
    if (typeof said === "boolean") return [t(said ? "security.on" : "security.off")];
    if (Array.isArray(said)) {
      const lines = said.flatMap((one: unknown) => value(field, one));
      return lines.length > 0 ? lines : [t("changes.nothing")];
    }
    if (typeof said === "number" && field.endsWith("_ms")) return [instant(said)];
    return [typeof said === "object" ? JSON.stringify(said, null, 1) : named(field, String(said))];
  }

  return {
    area: (id: string) => areas[id] ?? id,
    field: (name: string) => fields[name] ?? name.replaceAll("_", " "),
    value,
  };
}
