/** A sticker stands on the thread itself, small and without a bubble. */
import { useTranslation } from "react-i18next";
import type { Media, Message } from "@/api/types";
import { useShownMedia } from "../api/useShownMedia";
import { DocumentTile } from "./DocumentTile";
import styles from "./Media.module.css";

export function StickerBody({ message, media }: { message: Message; media: Media }) {
  const { t } = useTranslation();
  const { url, broken, onError } = useShownMedia(message, media);
  if (broken) return <DocumentTile message={message} media={media} />;
  if (!url) return <span className={styles.sticker} />;
  return (
    <img className={styles.sticker} src={url} alt={t("message.sticker")} onError={onError} loading="lazy" />
  );
}
