/** A file by its name, kind and size; its address is asked for anew at each download. A PDF is read in place, too. */
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Media, Message } from "@/api/types";
import { fileSize } from "@/i18n/format";
import { IconButton } from "@/ui/Button";
import { IconDownload, IconEye, IconFileText } from "@/ui/icons";
import { useDownload } from "../api/useDownload";
import { Marked } from "./Marked";
import styles from "./Media.module.css";

const PdfViewer = lazy(() => import("./PdfViewer").then((module) => ({ default: module.PdfViewer })));

export function DocumentTile({ message, media }: { message: Message; media: Media }) {
  const { t } = useTranslation();
  const { url, renew, download } = useDownload(message, media);
  const [open, setOpen] = useState(false);
  const name = media.filename ?? t(`preview.${message.kind}`);
  const facts = [kindOf(media), media.bytes ? fileSize(media.bytes) : null].filter(Boolean).join(", ");
  return (
    <span className={styles.file}>
      <a
        className={styles.document}
        href={url ?? "#"}
        download={name}
        target="_blank"
        rel="noopener noreferrer"
        onClick={(event) => {
          event.preventDefault();
          download();
        }}
      >
        <span className="sr">{t("media.download")} </span>
        <span className={styles.tile}>
          <IconFileText size={18} stroke={1.75} aria-hidden="true" />
        </span>
        <span className={styles.facts}>
          <Marked text={name} />
          <small>{facts}</small>
        </span>
        <IconDownload size={16} stroke={1.75} aria-hidden="true" />
      </a>
      {media.content_type === "application/pdf" ? (
        <IconButton label={t("viewer.read", { name })} onClick={() => setOpen(true)}>
          <IconEye size={18} stroke={1.75} aria-hidden="true" />
        </IconButton>
      ) : null}
      {open ? (
        <Suspense fallback={null}>
          <PdfViewer name={name} locate={renew} onDownload={download} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </span>
  );
}

function kindOf(media: Media): string | null {
  const extension = media.filename?.split(".").at(-1);
  if (extension && extension !== media.filename) return extension.toUpperCase();
  return media.content_type?.split("/").at(-1)?.toUpperCase() ?? null;
}
