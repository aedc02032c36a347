/** What a message says. Nothing from a customer is rendered as HTML. */
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";
import { phoneNumber } from "@/i18n/format";
import { IconCornerDownLeft, IconId, IconMapPin, IconQuestionMark, IconTrash } from "@/ui/icons";
import bubble from "./Bubble.module.css";
import styles from "./Media.module.css";
import { MediaBody } from "./MediaBody";

export function MessageBody({ message }: { message: Message }) {
  const { t } = useTranslation();
  if (message.revoked_at) {
    return (
      <span className={bubble.grey}>
        <IconTrash size={16} stroke={1.75} aria-hidden="true" />
        {t(message.direction === "in" ? "message.revoked_in" : "message.revoked_out")}
      </span>
    );
  }
  if (message.media) {
    return (
      <>
        <MediaBody message={message} media={message.media} />
        {message.text ? <Text text={message.text} /> : null}
      </>
    );
  }
  return <PlainBody message={message} />;
}

function PlainBody({ message }: { message: Message }) {
  const { t } = useTranslation();
  if (message.kind === "unsupported") return <Unsupported />;
  if (message.kind === "location" && message.location) return <Location location={message.location} />;
  if (message.kind === "contacts") return <Contacts contacts={message.contacts ?? []} />;
  if (message.kind === "choice") {
    return (
      <span className={bubble.grey}>
        <IconCornerDownLeft size={14} stroke={2} aria-hidden="true" />
        <span className="sr">{t("message.choice")}</span>
        <Text text={message.choice?.title ?? message.text ?? ""} />
      </span>
    );
  }
  return message.text ? <Text text={message.text} /> : <Unsupported />;
}

function Unsupported() {
  const { t } = useTranslation();
  return (
    <span className={bubble.grey}>
      <IconQuestionMark size={16} stroke={1.75} aria-hidden="true" />
      <span>
        {t("message.unsupported")}. {t("message.unsupported_help")}
      </span>
    </span>
  );
}

const links = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/g;

/** Addresses become links that tell the other site nothing; the rest stays text. */
function Text({ text }: { text: string }) {
  const parts = text.split(links).map((part, index) => ({ part, at: index, isLink: index % 2 === 1 }));
  return (
    <span className={bubble.text}>
      {parts.map(({ part, at, isLink }) =>
        isLink ? (
          <a key={at} href={part} target="_blank" rel="noopener noreferrer nofollow">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </span>
  );
}

function Location({ location }: { location: NonNullable<Message["location"]> }) {
  const { t } = useTranslation();
  const point = `${location.latitude},${location.longitude}`;
  return (
    <a
      className={styles.document}
      href={`https://www.openstreetmap.org/?mlat=${location.latitude}&mlon=${location.longitude}#map=16/${location.latitude}/${location.longitude}`}
      target="_blank"
      rel="noopener noreferrer"
    >
      <span className={styles.tile}>
        <IconMapPin size={18} stroke={1.75} aria-hidden="true" />
      </span>
      <span className={styles.facts}>
        {location.name ?? location.address ?? point}
        <small>
          {t("message.location")}, {t("message.location_open")}
        </small>
      </span>
    </a>
  );
}

interface Card {
  name?: { formatted_name?: string };
  phones?: { phone?: string; wa_id?: string }[];
}

function Contacts({ contacts }: { contacts: unknown[] }) {
  const { t } = useTranslation();
  const cards = contacts as Card[];
  return cards.map((card) => {
    const phone = card.phones?.[0];
    const number = phone?.wa_id ? phoneNumber(phone.wa_id) : phone?.phone;
    const name = card.name?.formatted_name ?? number ?? t("message.contact");
    return (
      <span className={styles.document} key={`${name} ${number}`}>
        <span className={styles.tile}>
          <IconId size={18} stroke={1.75} aria-hidden="true" />
        </span>
        <span className={styles.facts}>
          {name}
          <small>{[t("message.contact"), number].filter(Boolean).join(", ")}</small>
        </span>
      </span>
    );
  });
}
