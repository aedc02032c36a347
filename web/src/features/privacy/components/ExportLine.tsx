/** What an export is, until when it is there, and who asked for it. */
import { useTranslation } from "react-i18next";
import { comingMoment, momentOf } from "@/i18n/format";
import { useNow } from "@/ui/useNow";
import type { Export } from "../api/privacy";

export function ExportLine({ made }: { made: Export }) {
  const { t } = useTranslation();
  const nowMs = useNow(30_000);
  const who = made.asked_by.name ?? made.asked_by.id;
  return (
    <>
      {made.state === "ready" && made.expires_at
        ? t("privacy.export_ready", {
            count: made.parts,
            files: made.files,
            until: comingMoment(made.expires_at, nowMs),
          })
        : t(made.state === "open" ? "privacy.export_open" : "privacy.export_gone")}
      {made.left_out > 0 ? <small>{t("privacy.left_out", { count: made.left_out })}</small> : null}
      <small>{t("privacy.asked_by", { who, when: momentOf(made.asked_at, nowMs) })}</small>
      <small>{t(made.includes_notes ? "privacy.with_notes" : "privacy.without_notes")}</small>
    </>
  );
}
