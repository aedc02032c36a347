/** A message still on its way to the server; becomes the real one when that answers. */
import { useTranslation } from "react-i18next";
import { clockTime, fileSize, momentOf } from "@/i18n/format";
import type { Attached } from "@/state/attachments";
import { IconCalendarClock, IconClock } from "@/ui/icons";
import { ThreadRow } from "@/ui/Thread";
import type { TimelineRow } from "../api/timeline";
import { FileIcon } from "./Attachments";
import styles from "./Bubble.module.css";
import { HeldNote } from "./HeldNote";
import media from "./Media.module.css";
import { TextBody } from "./TextBody";

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
            {item.file ? <OutgoingFile file={item.file} /> : null}
            {item.text ? <TextBody text={item.text} /> : null}
          </div>
          <span className={styles.time}>
            <time dateTime={item.createdAt}>{clockTime(item.createdAt)}</time>
            <IconClock size={16} stroke={2} aria-hidden="true" />
            <span className="sr">{t("status.queued")}</span>
          </span>
        </div>
        {row.endsGroup ? <HeldNote item={item} /> : null}
        {item.sendAt ? (
          <div className={`${styles.trouble} ${styles.plain}`}>
            <IconCalendarClock size={16} stroke={1.75} aria-hidden="true" />
            <span>{t("scheduled.for", { time: momentOf(item.sendAt, Date.now()) })}</span>
          </div>
        ) : null}
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

function OutgoingFile({ file }: { file: Attached }) {
  const { t } = useTranslation();
  return (
    <span className={media.document}>
      <span className={media.tile}>
        <FileIcon type={file.type} />
      </span>
      <span className={media.facts}>
        {file.voice ? t("preview.voice") : file.name}
        <small>{fileSize(file.size)}</small>
      </span>
    </span>
  );
}
