/** What a refusal of a template, or of a conversation begun with one, says. */
import type { TFunction } from "i18next";
import { ApiError, OfflineError } from "@/api/errors";

const known = [
  "account_unknown",
  "connection_disabled",
  "content_not_allowed",
  "conversation_resolved",
  "not_holder",
  "template_file_missing",
  "template_not_sendable",
  "template_parameters_invalid",
  "template_too_long",
  "template_unknown",
  "upload_missing",
  "file_contradicts_type",
  "file_type_refused",
  "forbidden",
] as const;

export function refusalWords(error: unknown, t: TFunction): string {
  if (error instanceof OfflineError) return t("templates.refused.offline");
  if (!(error instanceof ApiError)) return t("templates.refused.failed");
  if (error.code === "conversation_open") {
    return error.holderName
      ? t("templates.refused.conversation_open", { name: error.holderName })
      : t("templates.refused.conversation_open_unheld");
  }
  const code = known.find((one) => one === error.code);
  return code ? t(`templates.refused.${code}`) : t("templates.refused.failed");
}

/** The conversation that is in the way, where it is in sight. */
export function openConversationOf(error: unknown): string | null {
  if (!(error instanceof ApiError) || error.code !== "conversation_open") return null;
  const { conversation_id } = error.problem;
  return typeof conversation_id === "string" ? conversation_id : null;
}
