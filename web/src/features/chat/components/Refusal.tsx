/** Why the server did not take the last message, above the text it gave back. */
import { useTranslation } from "react-i18next";
import type { ApiError } from "@/api/errors";
import { wholeNumber } from "@/i18n/format";
import { outbox, useOutbox } from "@/state/outbox";
import { IconButton } from "@/ui/Button";
import { Banner } from "@/ui/Feedback";
import { IconAlertCircle, IconX } from "@/ui/icons";
import { notAllowed } from "../api/refusals";
import styles from "./Composer.module.css";

const known = [
  "service_window_closed",
  "not_holder",
  "conversation_resolved",
  "not_found",
  "upload_missing",
  "file_contradicts_type",
  "storage_unavailable",
  "send_at_after_window",
] as const;

export function Refusal({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation();
  const error = useOutbox().refusals[conversationId];
  if (!error) return null;
  return (
    <div className={styles.refusal}>
      <Banner
        tone="bad"
        role="alert"
        icon={<IconAlertCircle size={18} stroke={1.75} aria-hidden="true" />}
        action={
          <IconButton label={t("composer.dismiss")} onClick={() => outbox.dismiss(conversationId)}>
            <IconX size={16} stroke={1.75} aria-hidden="true" />
          </IconButton>
        }
      >
        {sentence(error)}
      </Banner>
    </div>
  );

  function sentence(refused: ApiError): string {
    if (refused.code === "text_too_long") {
      const limit = Number(refused.problem.limit);
      const excess = Number(refused.problem.length) - limit;
      return t("composer.refused_text_too_long", { limit: wholeNumber(limit), excess: wholeNumber(excess) });
    }
    if (refused.code === "content_not_allowed") return t("content.not_sent", { why: notAllowed(refused, t) });
    if (refused.fieldCode("send_at")) return t("composer.refused_send_at");
    const code = known.find((one) => one === refused.code);
    return code ? t(`composer.refused_${code}`) : t("composer.refused_other", { code: refused.code });
  }
}
