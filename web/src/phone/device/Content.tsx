/** What a message carries: text, picture, sound, file, place, card, or what cannot be shown. */
import { fileSize, phoneNumber } from "@/i18n/format";
import { IconFileText, IconMapPin, IconQuestionMark } from "@/ui/icons";
import type { Bubble, Chat, Media } from "../api/types";
import { IconAddressBook } from "../icons";
import { kindWord, t } from "../words";
import styles from "./Content.module.css";
import { VoiceNote } from "./VoiceNote";

export function Content({ bubble, chat }: { bubble: Bubble; chat: Chat }) {
  return (
    <>
      <Carried bubble={bubble} chat={chat} />
      {bubble.text ? <span className={styles.text}>{bubble.text}</span> : null}
      {bubble.buttons.map((text) => (
        <span className={styles.offered} key={text}>
          {text}
        </span>
      ))}
    </>
  );
}

function Carried({ bubble, chat }: { bubble: Bubble; chat: Chat }) {
  const { kind, media, location } = bubble;
  if (media) return <Attached media={media} bubble={bubble} chat={chat} />;
  if (location) {
    const label = location.name ?? `${location.latitude}, ${location.longitude}`;
    return <Fact icon={<IconMapPin {...icon} />} title={label} below={location.address} />;
  }
  const [card] = bubble.contacts;
  if (card) {
    return <Fact icon={<IconAddressBook {...icon} />} title={card.name} below={phoneNumber(card.phone)} />;
  }
  if (kind === "unsupported")
    return <Fact icon={<IconQuestionMark {...icon} />} title={t("unsupported.shown")} />;
  if (bubble.text) return null;
  return <Fact icon={<IconFileText {...icon} />} title={kindWord(kind)} />;
}

const icon = { size: 20, stroke: 1.75, "aria-hidden": true } as const;

function Attached({ media, bubble, chat }: { media: Media; bubble: Bubble; chat: Chat }) {
  if (bubble.kind === "image" || bubble.kind === "sticker") {
    return (
      <a href={media.url} target="_blank" rel="noreferrer" className={styles.picture}>
        <img src={media.url} alt={bubble.text || t("bubble.image")} />
      </a>
    );
  }
  if (bubble.kind === "video") {
    return (
      // eslint-disable-next-line jsx-a11y/media-has-caption -- whoever sent it chose the file a moment ago
      <video
        className={styles.video}
        src={media.url}
        controls
        preload="metadata"
        aria-label={bubble.text || kindWord("video")}
      />
    );
  }
  if (bubble.kind === "audio") return <VoiceNote media={media} bubble={bubble} chat={chat} />;
  const name = media.filename ?? kindWord(bubble.kind);
  return (
    <a href={media.url} target="_blank" rel="noreferrer" className={styles.file}>
      <Fact icon={<IconFileText {...icon} />} title={name} below={fileSize(media.bytes)} />
    </a>
  );
}

function Fact({ icon: sign, title, below }: { icon: React.ReactNode; title: string; below?: string }) {
  return (
    <span className={styles.fact}>
      {sign}
      <span>
        <span className={styles.title}>{title}</span>
        {below ? <span className={styles.below}>{below}</span> : null}
      </span>
    </span>
  );
}
