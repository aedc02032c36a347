/**
 * Files of a message: while they are fetched, when they were not kept and why, and each kind when it is there.
 * What is not of the kind it was sent as is offered as a file and never shown in place.
 */
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Media, Message } from "@/api/types";
import { fileSize } from "@/i18n/format";
import { Button } from "@/ui/Button";
import { IconCircleDashed, IconRefresh } from "@/ui/icons";
import { retryMedia } from "../api/messages";
import { useThrough } from "../api/through";
import { DocumentTile } from "./DocumentTile";
import { ImageBody } from "./ImageBody";
import styles from "./Media.module.css";
import { Player } from "./Player";
import { StickerBody } from "./StickerBody";
import { VideoBody } from "./VideoBody";

export function MediaBody({ message, media }: { message: Message; media: Media }) {
  if (media.state === "fetching") return <Fetching message={message} media={media} />;
  if (media.state === "failed") return <Failed message={message} media={media} />;
  if (!isOfItsKind(message, media)) return <Disguised message={message} media={media} />;
  if (message.kind === "image") return <ImageBody message={message} media={media} />;
  if (message.kind === "sticker") return <StickerBody message={message} media={media} />;
  if (message.kind === "video") return <VideoBody message={message} media={media} />;
  if (message.kind === "audio" || message.kind === "voice") return <Player message={message} media={media} />;
  return <DocumentTile message={message} media={media} />;
}

function Fetching({ message, media }: { message: Message; media: Media }) {
  const { t } = useTranslation();
  const words = t(message.kind === "image" ? "media.fetching_image" : "media.fetching");
  return (
    <span>
      {message.kind === "image" ? <span className={styles.waiting} /> : null}
      <span className={styles.state}>
        <IconCircleDashed size={16} stroke={1.75} aria-hidden="true" />
        {media.bytes ? `${words}, ${fileSize(media.bytes)}` : words}
      </span>
    </span>
  );
}

function Failed({ message, media }: { message: Message; media: Media }) {
  const { t } = useTranslation();
  const again = useMutation({ mutationFn: () => retryMedia(message) });
  const isPast = useThrough(message) !== null;
  return (
    <span className={styles.failed}>
      <span className={styles.state}>{t(`media.not_kept.${media.failure ?? "unavailable"}`)}</span>
      {isForGood(media) || isPast ? null : (
        <Button size="xs" busy={again.isPending} onClick={() => again.mutate()}>
          <IconRefresh size={14} stroke={2} aria-hidden="true" />
          {t("media.retry")}
        </Button>
      )}
    </span>
  );
}

/** The same file again would be refused again. */
function isForGood(media: Media): boolean {
  return media.failure === "too_large" || media.failure === "program";
}

function Disguised({ message, media }: { message: Message; media: Media }) {
  const { t } = useTranslation();
  return (
    <>
      <DocumentTile message={message} media={media} />
      <span className={styles.state}>{t("media.disguised")}</span>
    </>
  );
}

const mainTypes: Partial<Record<Message["kind"], string[]>> = {
  image: ["image"],
  sticker: ["image"],
  video: ["video"],
  audio: ["audio", "video"],
  voice: ["audio", "video"],
};

function isOfItsKind(message: Message, media: Media): boolean {
  const wanted = mainTypes[message.kind];
  return (
    !wanted || (wanted.includes(media.content_type.split("/")[0] ?? "") && !media.content_type.includes("+"))
  );
}
