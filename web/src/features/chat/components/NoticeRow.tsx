/** What WhatsApp tells of the customer: no bubble, a line of its own. */
import type { TFunction } from "i18next";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";
import { clockTime, phoneNumber } from "@/i18n/format";
import { Knot, ThreadRow } from "@/ui/Thread";
import type { TimelineRow } from "../api/timeline";
import styles from "./Chat.module.css";

export const NoticeRow = memo(function NoticeRow({
  row,
}: {
  row: Extract<TimelineRow, { kind: "message" }>;
}) {
  const { t } = useTranslation();
  const { message } = row;
  return (
    <ThreadRow pattern={row.pattern} from={row.from}>
      <Knot pattern={row.pattern} small />
      <div className={styles.system}>
        <span>{words(message, t)}</span>
        <time dateTime={message.occurred_at}>{clockTime(message.occurred_at)}</time>
      </div>
    </ThreadRow>
  );
});

function words(message: Message, t: TFunction): string {
  const kind = message.notice?.kind ?? "other";
  const value = message.notice?.value ?? "";
  if (kind === "number_changed" && /^\d+$/.test(value)) {
    return t("notice.number_changed_to", { number: phoneNumber(value) });
  }
  return kind === "other" ? message.text || t("preview.system") : t(`notice.${kind}`);
}
