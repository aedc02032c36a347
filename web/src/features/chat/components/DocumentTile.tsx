/** A file by its name, kind and size; its address is asked for anew at each download. */
import { useTranslation } from "react-i18next";
import type { Media, Message } from "@/api/types";
import { fileSize } from "@/i18n/format";
import { IconDownload, IconFileText } from "@/ui/icons";
import { useMediaUrl } from "../api/useMediaUrl";
import { Marked } from "./Marked";
import styles from "./Media.module.css";

export function DocumentTile({ message, media }: { message: Message; media: Media }) {
  const { t } = useTranslation();
  const { url, renew } = useMediaUrl(message, media);
  const name = media.filename ?? t(`preview.${message.kind}`);
  const facts = [kindOf(media), media.bytes ? fileSize(media.bytes) : null].filter(Boolean).join(", ");
  return (
    <a
      className={styles.document}
      href={url ?? "#"}
      download={name}
      target="_blank"
      rel="noopener noreferrer"
      onClick={(event) => {
        event.preventDefault();
        void renew().then((fresh) => window.open(fresh, "_blank", "noopener"));
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
  );
}

function kindOf(media: Media): string | null {
  const extension = media.filename?.split(".").at(-1);
  if (extension && extension !== media.filename) return extension.toLocaleUpperCase("es");
  return media.content_type?.split("/").at(-1)?.toLocaleUpperCase("es") ?? null;
}
