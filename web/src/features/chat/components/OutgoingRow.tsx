/** A message still on its way to the server; becomes the real one when that answers. */
import { useTranslation } from "react-i18next";
import { clockTime } from "@/i18n/format";
import { IconClock } from "@/ui/icons";
import { ThreadRow } from "@/ui/Thread";
import type { TimelineRow } from "../api/timeline";
import styles from "./Bubble.module.css";

export function OutgoingRow({ row }: { row: Extract<TimelineRow, { kind: "outgoing" }> }) {
  const { t } = useTranslation();
  const { item } = row;
  return (
    <ThreadRow pattern={row.pattern} gap={row.gap}>
      <div className={`${styles.message} ${styles.out}`}>
        <div className={styles.line}>
          <div className={styles.bubble}>
            {item.replyTo ? (
              <span className={styles.quote}>
                <b>{item.replyTo.author}</b>
                <span>{item.replyTo.preview}</span>
              </span>
            ) : null}
            <span className={styles.text}>{item.text}</span>
          </div>
          <span className={styles.time}>
            <time dateTime={item.createdAt}>{clockTime(item.createdAt)}</time>
            <IconClock size={16} stroke={2} aria-hidden="true" />
            <span className="sr">{t("status.queued")}</span>
          </span>
        </div>
        {item.waiting ? (
          <div className={`${styles.trouble} ${styles.plain}`}>
            <IconClock size={16} stroke={1.75} aria-hidden="true" />
            <span>{t("status.offline")}</span>
          </div>
        ) : null}
      </div>
    </ThreadRow>
  );
}
