/** The file that a template's header shows: brought in here, sent with the template. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { bringFile } from "@/api/upload";
import type { Attached } from "@/state/attachments";
import { Button, IconButton } from "@/ui/Button";
import { IconPaperclip, IconX } from "@/ui/icons";
import { refusalWords } from "../api/refusals";
import styles from "./Templates.module.css";

interface HeaderFileProps {
  kind: "image" | "video" | "document";
  file: Attached | null;
  onFile: (file: Attached | null) => void;
}

const accepted = {
  image: "image/jpeg,image/png",
  video: "video/mp4,video/3gpp",
  document: "application/pdf,text/plain,.doc,.docx,.xls,.xlsx,.ppt,.pptx",
} as const;

export function HeaderFile({ kind, file, onFile }: HeaderFileProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const stop = useRef<AbortController>(undefined);
  const [part, setPart] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => () => stop.current?.abort(), []);

  async function bring(chosen: File) {
    const abort = new AbortController();
    stop.current = abort;
    setError(null);
    setPart(0);
    try {
      const uploadId = await bringFile(chosen, setPart, abort.signal);
      onFile({ uploadId, name: chosen.name, type: chosen.type, size: chosen.size });
    } catch (refused) {
      if (!abort.signal.aborted) setError(refused);
    }
    setPart(null);
  }

  return (
    <div className={styles.field}>
      <span className={styles.fileLabel}>{t(`templates.file.${kind}`)}</span>
      <div className={styles.bring}>
        <input
          ref={input}
          type="file"
          hidden
          tabIndex={-1}
          aria-label={t(`templates.file.${kind}`)}
          accept={accepted[kind]}
          onChange={(event) => {
            const [chosen] = event.target.files ?? [];
            event.target.value = "";
            if (chosen) void bring(chosen);
          }}
        />
        {file ? <span className="cut">{file.name}</span> : null}
        {file ? (
          <IconButton label={t("attach.remove", { name: file.name })} onClick={() => onFile(null)}>
            <IconX size={16} stroke={1.75} aria-hidden="true" />
          </IconButton>
        ) : (
          <Button busy={part !== null} onClick={() => input.current?.click()}>
            <IconPaperclip size={16} stroke={1.75} aria-hidden="true" />
            {part === null
              ? t("templates.choose_file")
              : t("attach.uploading", { percent: Math.round(part * 100) })}
          </Button>
        )}
      </div>
      {error ? (
        <p className={styles.error} role="alert">
          {refusalWords(error, t)}
        </p>
      ) : null}
    </div>
  );
}
