/** What a refusal to label says. */
import type { TFunction } from "i18next";
import { ApiError, OfflineError } from "@/api/errors";

export function refusalOf(error: unknown, t: TFunction): string {
  if (error instanceof OfflineError) return t("action.offline");
  if (!(error instanceof ApiError)) return t("action.failed");
  switch (error.code) {
    case "too_many_labels":
      return t("labels.too_many", { limit: Number(error.problem.limit) });
    case "label_not_usable":
    case "unknown_label":
      return t("labels.not_usable");
    case "not_found":
      return t("action.not_found");
    default:
      return t("action.failed");
  }
}
