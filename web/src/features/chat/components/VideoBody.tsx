/** A video with the browser's own controls; what it cannot play is offered as a file. */
import { useTranslation } from "react-i18next";
import type { Media, Message } from "@/api/types";
import { useShownMedia } from "../api/useShownMedia";
import { DocumentTile } from "./DocumentTile";
import styles from "./Media.module.css";

export function VideoBody({ message, media }: { message: Message; media: Media }) {
  const { t } = useTranslation();
  const { url, broken, onError } = useShownMedia(message, media);
  if (broken) {
    return (
      <>
        <DocumentTile message={message} media={media} />
        <span className={styles.state}>{t("media.unplayable")}</span>
      </>
    );
  }
  return (
    // eslint-disable-next-line jsx-a11y/media-has-caption -- a video of a customer has no captions
    <video
      className={styles.video}
      src={url ?? undefined}
      controls
      playsInline
      preload="metadata"
      aria-label={message.text || t("media.video")}
      onError={onError}
    />
  );
}
