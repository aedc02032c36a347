/** Cards a customer passed on: who it is, and numbers to be copied. */
import { useTranslation } from "react-i18next";
import type { ContactCard } from "@/api/types";
import { phoneNumber } from "@/i18n/format";
import { toast } from "@/state/toast";
import { IconButton } from "@/ui/Button";
import { IconCopy, IconDownload, IconId } from "@/ui/icons";
import { saveCard } from "../api/vcard";
import styles from "./Media.module.css";

type Phone = ContactCard["phones"][number];

export function ContactCards({ cards }: { cards: readonly ContactCard[] }) {
  const { t } = useTranslation();
  const keyed = cards.map((card, at) => ({ card, at }));
  return (
    <ul className={styles.cards} aria-label={t("message.contacts", { count: cards.length })}>
      {keyed.map(({ card, at }) => (
        <Card card={card} key={at} />
      ))}
    </ul>
  );
}

function Card({ card }: { card: ContactCard }) {
  const { t } = useTranslation();
  const [first] = card.phones;
  const name = card.name ?? (first ? numberOf(first) : t("message.contact"));
  const below = [...card.emails, ...card.addresses, ...card.websites, card.birthday].filter(Boolean);
  return (
    <li className={styles.card}>
      <span className={styles.tile}>
        <IconId size={18} stroke={1.75} aria-hidden="true" />
      </span>
      <div className={styles.facts}>
        {name}
        <small>{card.organization ?? t("message.contact")}</small>
        {card.phones.map((phone) => (
          <PhoneLine key={`${phone.number} ${phone.whatsapp}`} phone={phone} name={name} />
        ))}
        {below.map((line) => (
          <small key={line}>{line}</small>
        ))}
      </div>
      <IconButton label={t("message.save_contact", { name })} onClick={() => saveCard(card, name)}>
        <IconDownload size={16} stroke={1.75} aria-hidden="true" />
      </IconButton>
    </li>
  );
}

function PhoneLine({ phone, name }: { phone: Phone; name: string }) {
  const { t } = useTranslation();
  const number = numberOf(phone);
  function copy() {
    navigator.clipboard.writeText(number).then(
      () => toast.show(t("message.number_copied", { number })),
      () => toast.show(t("message.not_copied")),
    );
  }
  return (
    <span className={styles.number}>
      {number}
      {phone.whatsapp ? <small>{t("message.on_whatsapp")}</small> : null}
      <IconButton label={t("message.copy_number", { name, number })} onClick={copy}>
        <IconCopy size={16} stroke={1.75} aria-hidden="true" />
      </IconButton>
    </span>
  );
}

function numberOf(phone: Phone): string {
  return phone.whatsapp && /^\d+$/.test(phone.whatsapp) ? phoneNumber(phone.whatsapp) : (phone.number ?? "");
}
