/** The files that go with a quick reply: brought in one by one, kept once the reply is saved. */
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, OfflineError } from "@/api/errors";
import { acceptedTypes, bringFile } from "@/api/upload";
import { fileSize } from "@/i18n/format";
import type { FormParts } from "@/settings/ConfiguredForm";
import { Button, IconButton } from "@/ui/Button";
import field from "@/ui/Field.module.css";
import { IconAlertCircle, IconFileText, IconPaperclip, IconX } from "@/ui/icons";
import { type KeptFile, mostFiles, type ReplyValues } from "../api/quickReplies";
import styles from "./QuickReplies.module.css";

interface ReplyFilesProps {
  files: readonly KeptFile[];
  error?: string;
  /** A file may come long after the rest was changed: told is how the files change. */
  onChange: (change: (files: readonly KeptFile[]) => KeptFile[]) => void;
  onWait: FormParts<ReplyValues>["wait"];
}

export function ReplyFiles({ files, error, onChange, onWait }: ReplyFilesProps) {
  const { t } = useTranslation();
  const headingId = useId();
  const picker = useRef<HTMLInputElement>(null);
  const stop = useRef<AbortController>(null);
  const [percent, setPercent] = useState<number | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const wrong = failure ?? error;
  useEffect(() => () => stop.current?.abort(), []);

  async function bring(file: File) {
    setFailure(null);
    setPercent(0);
    const stopping = new AbortController();
    stop.current = stopping;
    onWait({ obstacle: t("quick_replies.file_coming", { name: file.name }), stop: () => stopping.abort() });
    try {
      const told = (part: number) => setPercent(Math.round(part * 100));
      const uploadId = await bringFile(file, told, stopping.signal);
      onChange((known) => [...known, { id: null, uploadId, name: file.name, bytes: file.size }]);
    } catch (caught) {
      if (!stopping.signal.aborted) setFailure(reasonOf(caught));
    } finally {
      setPercent(null);
      onWait(null);
    }
  }

  function reasonOf(caught: unknown): string {
    if (caught instanceof OfflineError || !(caught instanceof ApiError)) return t("attach.offline");
    if (caught.code === "file_type_refused") return t("quick_replies.file_type_refused");
    if (caught.code !== "file_too_large") return t("attach.failed");
    const { limit, length } = caught.problem;
    return t("attach.too_large", { limit: fileSize(Number(limit)), size: fileSize(Number(length)) });
  }

  return (
    <section className={styles.files} aria-labelledby={headingId}>
      <h2 id={headingId}>{t("quick_replies.files")}</h2>
      {files.length > 0 ? (
        <ul>
          {files.map((file) => (
            <li key={keyOf(file)}>
              <IconFileText size={16} stroke={1.75} aria-hidden="true" />
              <span className="cut">{file.name}</span>
              <small>{fileSize(file.bytes)}</small>
              <IconButton
                label={t("attach.remove", { name: file.name })}
                onClick={() => onChange((known) => known.filter((one) => keyOf(one) !== keyOf(file)))}
              >
                <IconX size={16} stroke={1.75} aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      ) : (
        <p className={field.help}>{t("quick_replies.files_help", { count: mostFiles })}</p>
      )}
      <input
        ref={picker}
        type="file"
        hidden
        tabIndex={-1}
        aria-label={t("quick_replies.add_file")}
        accept={acceptedTypes.join(",")}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) void bring(file);
        }}
      />
      <Button
        size="s"
        busy={percent !== null}
        disabled={files.length >= mostFiles}
        onClick={() => picker.current?.click()}
      >
        <IconPaperclip size={16} stroke={1.75} aria-hidden="true" />
        {percent === null ? t("quick_replies.add_file") : t("attach.uploading", { percent })}
      </Button>
      {wrong ? (
        <div className={field.error} role="alert">
          <IconAlertCircle size={16} stroke={1.75} aria-hidden="true" />
          <span>{wrong}</span>
        </div>
      ) : null}
    </section>
  );
}

function keyOf({ id, uploadId }: KeptFile): string | null {
  return id ?? uploadId;
}
