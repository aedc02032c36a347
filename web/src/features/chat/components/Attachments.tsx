/** Files chosen and not sent: each with its progress, what is wrong with it, and a way out. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/errors";
import { fileSize } from "@/i18n/format";
import { type Attachment, attachments, useAttachments } from "@/state/attachments";
import { Button, IconButton } from "@/ui/Button";
import { IconFileText, IconMusic, IconPhoto, IconVideo, IconX } from "@/ui/icons";
import { notAllowed } from "../api/refusals";
import styles from "./Attachments.module.css";

export function Attachments({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation();
  const items = useAttachments(conversationId);
  if (items.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={t("attach.list")}>
      {items.map((item) => (
        <Chip key={item.key} conversationId={conversationId} item={item} />
      ))}
    </ul>
  );
}

function Chip({ conversationId, item }: { conversationId: string; item: Attachment }) {
  const { t } = useTranslation();
  const isThere = item.uploadId !== null && !item.error;
  const percent = Math.round(item.progress * 100);
  return (
    <li className={`${styles.chip} ${item.error ? styles.wrong : ""}`}>
      <FileIcon type={item.type} />
      <span className={styles.facts}>
        <span className="cut">{item.name}</span>
        <small aria-live="polite">
          {item.error ? faultOf(item, t) : isThere ? fileSize(item.size) : t("attach.uploading", { percent })}
        </small>
        {isThere || item.error ? null : (
          <progress className={styles.progress} value={percent} max={100} aria-label={item.name} />
        )}
      </span>
      {item.error && attachments.canRetry(item.key) && !isFinal(item.error) ? (
        <Button size="xs" onClick={() => attachments.retry(conversationId, item.key)}>
          {t("failure.retry")}
        </Button>
      ) : null}
      <IconButton
        label={t(isThere || item.error ? "attach.remove" : "attach.cancel", { name: item.name })}
        onClick={() => attachments.remove(conversationId, item.key)}
      >
        <IconX size={16} stroke={1.75} aria-hidden="true" />
      </IconButton>
    </li>
  );
}

export function FileIcon({ type }: { type: string }) {
  const [main] = type.split("/");
  const Icon = { image: IconPhoto, video: IconVideo, audio: IconMusic }[main ?? ""] ?? IconFileText;
  return <Icon size={18} stroke={1.75} aria-hidden="true" />;
}

/** The file itself is wrong: bringing it in again changes nothing. */
function isFinal(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 422 || error.status === 403);
}

function faultOf({ error, name, type }: Attachment, t: TFunction): string {
  if (!(error instanceof ApiError)) return t("attach.offline");
  switch (error.code) {
    case "content_not_allowed":
      return notAllowed(error, t);
    case "file_type_refused":
      return t("attach.type_refused", { type: endingOf(name) ?? type });
    case "file_too_large":
      return t("attach.too_large", {
        limit: fileSize(Number(error.problem.limit)),
        size: fileSize(Number(error.problem.length)),
      });
    case "file_contradicts_type":
      return t("attach.contradicts");
    case "upload_missing":
      return t("attach.missing");
    case "invalid_request":
      return t("attach.empty");
    default:
      return t("attach.failed");
  }
}

function endingOf(name: string): string | null {
  const parts = name.split(".");
  return parts.length > 1 ? `.${parts.at(-1)}` : null;
}
