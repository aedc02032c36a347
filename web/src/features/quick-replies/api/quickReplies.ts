/** The values of a quick reply's form, and what the API makes of them. */
import type { TFunction } from "i18next";
import type { QuickReply } from "@/api/types";
import { momentOf } from "@/i18n/format";
import type { Errors } from "@/settings/ConfiguredForm";
import { agentName, clientVariable, flawsOf as variableFlaws } from "@/text/variables";

export const nameLimit = 60;
export const folderLimit = 40;
export const textLimit = 4096;
export const mostFiles = 5;
/** Variables as they are written, for sentences about them: in the words themselves they would be filled in. */
export const inBraces = {
  agent: `{{${agentName}}}`,
  client: `{{${clientVariable("campo")}}}`,
  balance: `{{${clientVariable("saldo")}}}`,
};

/** A file of the reply, or one that was brought in for it. */
export interface KeptFile {
  id: string | null;
  uploadId: string | null;
  name: string;
  bytes: number;
}

export interface ReplyValues {
  name: string;
  shortcut: string;
  folder: string;
  text: string;
  files: KeptFile[];
  greets: QuickReply["greets"];
  /** Names of roles; null: all. */
  used_by: string[] | null;
  /** null: all. */
  queue_ids: string[] | null;
}

export const blankReply: ReplyValues = {
  name: "",
  shortcut: "",
  folder: "",
  text: "",
  files: [],
  greets: "no",
  used_by: null,
  queue_ids: null,
};

export function valuesOf(reply: QuickReply): ReplyValues {
  const { name, shortcut, folder, text, greets, used_by, queue_ids } = reply;
  const files = reply.files.map(({ id, filename, bytes }) => ({ id, uploadId: null, name: filename, bytes }));
  return {
    name,
    shortcut,
    folder,
    text,
    files,
    greets,
    used_by: someOrNull(used_by),
    queue_ids: someOrNull(queue_ids),
  };
}

function someOrNull(chosen: string[]): string[] | null {
  return chosen.length > 0 ? chosen : null;
}

export function bodyOf({ files, used_by, queue_ids, ...rest }: Partial<ReplyValues>): object {
  return {
    ...rest,
    ...(files === undefined
      ? {}
      : { files: files.map(({ id, uploadId }) => (id ? { id } : { upload_id: uploadId })) }),
    ...(used_by === undefined ? {} : { used_by: used_by ?? [] }),
    ...(queue_ids === undefined ? {} : { queue_ids: queue_ids ?? [] }),
  };
}

export function flawsOf(values: ReplyValues, t: TFunction): Errors<ReplyValues> {
  const flaws: Errors<ReplyValues> = {};
  const { name, shortcut, folder, text, files, greets, used_by, queue_ids } = values;
  if (!name.trim()) flaws.name = t("quick_replies.name_missing");
  else if ([...name].length > nameLimit) flaws.name = t("settings.too_long", { limit: nameLimit });
  if (!/^[a-z0-9_-]{0,30}$/.test(shortcut)) flaws.shortcut = t("quick_replies.shortcut_malformed");
  if ([...folder].length > folderLimit) flaws.folder = t("settings.too_long", { limit: folderLimit });
  const wrongText = textFlaw(text, files.length > 0, t);
  if (wrongText) flaws.text = wrongText;
  if (greets === "on_claim" && files.length > 0) flaws.files = t("quick_replies.greeting_without_files");
  if (used_by?.length === 0) flaws.used_by = t("settings.role_missing");
  if (queue_ids?.length === 0) flaws.queue_ids = t("quick_replies.queue_missing");
  return flaws;
}

function textFlaw(text: string, hasFiles: boolean, t: TFunction): string | null {
  if (!text.trim() && !hasFiles) return t("quick_replies.nothing_to_send");
  if ([...text].length > textLimit) return t("settings.too_long", { limit: textLimit });
  const [flaw] = variableFlaws(text);
  if (!flaw) return null;
  const { agent, client, balance } = inBraces;
  return flaw.variable === null
    ? t("quick_replies.malformed_variable", { example: balance })
    : t("quick_replies.unknown_variable", { variable: `{{${flaw.variable}}}`, agent, client });
}

/** "12 veces, la última hoy 9:58" */
export function usesOf({ use_count, last_used_at }: QuickReply, nowMs: number, t: TFunction): string {
  if (use_count === 0 || !last_used_at) return t("quick_replies.never_used");
  return t("quick_replies.used", { count: use_count, when: momentOf(last_used_at, nowMs) });
}

export function mostUsed(one: QuickReply, other: QuickReply): number {
  return other.use_count - one.use_count;
}
