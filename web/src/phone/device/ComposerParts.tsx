/** What stands above or in place of the writing line: the message it refers to, the file, the recording. */
import { fileSize, playTime } from "@/i18n/format";
import { Button, IconButton } from "@/ui/Button";
import { IconTrash, IconX } from "@/ui/icons";
import { IconSend } from "../icons";
import { kindWord, t } from "../words";
import styles from "./Composer.module.css";
import type { Draft } from "./draft";

export function Target({ draft, onStop }: { draft: Draft; onStop: () => void }) {
  const target = draft.reply ?? draft.edit;
  if (!target) return null;
  return (
    <div className={styles.above}>
      <p className="cut">
        <strong>{t(draft.edit ? "composer.editing" : "composer.replying")}</strong>{" "}
        {target.text || kindWord(target.kind)}
      </p>
      <IconButton label={t(draft.edit ? "composer.stop_edit" : "composer.stop_reply")} onClick={onStop}>
        <IconX size={16} stroke={1.75} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

export function FileChip({ file, onRemove }: { file: File; onRemove: () => void }) {
  return (
    <div className={styles.above}>
      <p className="cut">
        <strong>{file.name}</strong> {fileSize(file.size)}
      </p>
      <IconButton label={t("attach.remove", { name: file.name })} onClick={onRemove}>
        <IconX size={16} stroke={1.75} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

interface RecordingProps {
  seconds: number;
  onDiscard: () => void;
  onSend: () => void;
}

export function Recording({ seconds, onDiscard, onSend }: RecordingProps) {
  return (
    <div className={styles.composer}>
      <div className={styles.bar}>
        <IconButton label={t("voice.discard")} onClick={onDiscard}>
          <IconTrash size={20} stroke={1.75} aria-hidden="true" />
        </IconButton>
        <p className={styles.recording} role="timer">
          {t("voice.recording", { time: playTime(seconds) })}
        </p>
        <Button look="primary" onClick={onSend} aria-label={t("voice.send")} autoFocus>
          <IconSend size={16} stroke={1.75} aria-hidden="true" />
          {t("composer.send")}
        </Button>
      </div>
    </div>
  );
}
