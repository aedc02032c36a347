/** A picture in its reserved box; opens large. Its address is renewed once when it no longer serves. */
import { Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Media, Message } from "@/api/types";
import { useShownMedia } from "../api/useShownMedia";
import { DocumentTile } from "./DocumentTile";
import styles from "./Media.module.css";

export function ImageBody({ message, media }: { message: Message; media: Media }) {
  const { t } = useTranslation();
  const { url, broken, onError } = useShownMedia(message, media);
  const [open, setOpen] = useState(false);
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
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={name}
        size="auto"
        closeButtonProps={{ "aria-label": t("media.close") }}
      >
        {url ? <img className={styles.large} src={url} alt={name} /> : null}
      </Modal>
    </>
  );
}
