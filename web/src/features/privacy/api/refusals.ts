/** What a refusal to do something for somebody's privacy says. */
import type { TFunction } from "i18next";
import { ApiError, OfflineError } from "@/api/errors";

export function refusalOf(error: unknown, t: TFunction): string {
  if (error instanceof OfflineError) return t("action.offline");
  if (!(error instanceof ApiError)) return t("action.failed");
  switch (error.code) {
    case "under_legal_hold":
    case "erasure_exists":
    case "not_confirmed":
    case "export_unavailable":
    case "unwitnessed":
      return t(`privacy.refused_${error.code}`);
    case "version_conflict":
      return t("settings.changed_meanwhile");
    default:
      return t("action.failed");
  }
}
