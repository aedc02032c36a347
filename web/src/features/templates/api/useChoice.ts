/** Which template was chosen and what has been filled in, kept for the tab's next visit until it is sent. */
import { useState } from "react";
import { useSignedIn } from "@/api/directory";
import type { Template } from "@/api/types";
import type { Attached } from "@/state/attachments";
import { readStored, removeStored, writeStored } from "@/state/storage";
import { fileKindOf, flawOf, type Values, valuesOf } from "./filling";
import type { TemplateToUse } from "./templates";

interface Kept {
  name: string;
  language: string;
  values: Values;
  file: Attached | null;
}

const nothing: Kept = { name: "", language: "", values: {}, file: null };

export function useChoice(place: string, templates: readonly Template[]) {
  const key = `hilo.template.${useSignedIn().id}.${place}`;
  const [kept, setKept] = useState<Kept>(() => readStored<Kept>(key) ?? nothing);
  const template = templates.find((one) => one.name === kept.name && one.language === kept.language) ?? null;

  function become(next: Kept): void {
    setKept(next);
    writeStored(key, next);
  }

  return {
    template,
    values: kept.values,
    file: kept.file,
    choose: ({ name, language }: Template) => become({ ...nothing, name, language }),
    leave: () => become(nothing),
    write: (parameter: string, value: string) =>
      become({ ...kept, values: { ...kept.values, [parameter]: value } }),
    bring: (file: Attached | null) => become({ ...kept, file }),
    forget: () => {
      setKept(nothing);
      removeStored(key);
    },
  };
}

export type Choice = ReturnType<typeof useChoice>;

/** What is to be sent; null while something is missing. */
export function toUse({ template, values, file }: Choice): TemplateToUse | null {
  if (!template || template.refusal) return null;
  if (template.parameters.some((one) => flawOf(one, values[one.key] ?? ""))) return null;
  if (fileKindOf(template) && !file) return null;
  const { name, language } = template;
  const parameters = valuesOf(template, values);
  return { name, language, parameters, ...(file ? { header_upload_id: file.uploadId } : {}) };
}
