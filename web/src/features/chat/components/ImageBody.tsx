/** A picture in its reserved box; opens large. Its address is renewed once when it no longer serves. */
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Media, Message } from "@/api/types";
import { useDownload } from "../api/useDownload";
import { useShownMedia } from "../api/useShownMedia";
import { DocumentTile } from "./DocumentTile";
import styles from "./Media.module.css";

const ImageViewer = lazy(() => import("./ImageViewer").then((module) => ({ default: module.ImageViewer })));

export function ImageBody({ message, media }: { message: Message; media: Media }) {
  const { t } = useTranslation();
  const { url, broken, onError } = useShownMedia(message, media);
  const [open, setOpen] = useState(false);
  const { download } = useDownload(message, media);
  const name = message.text || media.filename || t("media.image");

  if (broken) return <DocumentTile message={message} media={media} />;
  const picture = url ? <img src={url} alt={name} onError={onError} loading="lazy" /> : null;
  return (
    <>
      <button
        type="button"
        className={styles.picture}
        aria-label={t("media.open", { name })}
        onClick={() => setOpen(true)}
      >
        {picture ?? <span className={styles.waiting} />}
      </button>
      {open && url ? (
        <Suspense fallback={null}>
          <ImageViewer url={url} name={name} onDownload={download} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
