/** What permissions, their groups and fields of people are called, and what each permission means: loaded with these pages alone. */
import { useSuspenseQuery } from "@tanstack/react-query";
import { fieldName } from "@/api/client-values";
import { spokenLanguage } from "@/i18n/languages";
import type es from "../words/es.json";

type Words = typeof es;

const loaders = {
  es: () => import("../words/es.json"),
  en: () => import("../words/en.json"),
  pt: () => import("../words/pt.json"),
};

export function useRoleWords() {
  const language = spokenLanguage();
  const words = useSuspenseQuery({
    queryKey: ["role-words", language],
    queryFn: async (): Promise<Words> => (await loaders[language]()).default,
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
  const permissions: Record<string, { name: string; help: string } | undefined> = words.permissions;
  const groups: Record<string, string | undefined> = words.groups;
  const fields: Record<string, string | undefined> = words.fields;
  return {
    permission: (id: string) => permissions[id] ?? { name: id, help: "" },
    group: (id: string) => groups[id] ?? id,
    field: (id: string) => fields[id] ?? fieldName(id.replace(/^client\./, "")),
  };
}
