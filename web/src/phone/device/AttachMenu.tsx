/** What can be sent besides text: a file, and an example of each thing that needs none. */
import { useEffect, useRef } from "react";
import { Button } from "@/ui/Button";
import {
  IconBrandWhatsapp,
  IconCornerDownLeft,
  IconMapPin,
  IconPhoto,
  IconQuestionMark,
  IconShoppingBag,
  IconSpeakerphone,
} from "@/ui/icons";
import type { Action } from "../api/types";
import { IconAddressBook, IconListCheck } from "../icons";
import { t, type Word } from "../words";
import styles from "./Composer.module.css";

const icon = { size: 16, stroke: 1.75, "aria-hidden": true } as const;

interface Example {
  word: Word;
  Icon: typeof IconMapPin;
  action: () => Action;
}

const examples: readonly Example[] = [
  {
    word: "attach.location",
    Icon: IconMapPin,
    action: () => ({
      kind: "location",
      latitude: -0.182,
      longitude: -78.4845,
      name: t("place.name"),
      address: t("place.address"),
    }),
  },
  {
    word: "attach.contact",
    Icon: IconAddressBook,
    action: () => ({ kind: "contacts", name: t("card.name"), phone: "593985550121" }),
  },
  {
    word: "attach.button",
    Icon: IconCornerDownLeft,
    action: () => ({ kind: "choice", of: "button", id: "si", title: t("choice.button"), description: null }),
  },
  {
    word: "attach.list",
    Icon: IconListCheck,
    action: () => ({
      kind: "choice",
      of: "list",
      id: "tres",
      title: t("choice.list"),
      description: t("choice.list_below"),
    }),
  },
  {
    word: "attach.order",
    Icon: IconShoppingBag,
    action: () => ({
      kind: "order",
      items: [
        { product_id: "LIBRETA-A5", quantity: 2, price: 4.5, currency: "USD" },
        { product_id: "BOLIGRAFO-AZUL", quantity: 1, price: 0.75, currency: "USD" },
      ],
      note: t("order.note"),
    }),
  },
  {
    word: "attach.ad",
    Icon: IconSpeakerphone,
    action: () => ({ kind: "ad", text: t("ad.text"), headline: t("ad.headline") }),
  },
  { word: "attach.echo", Icon: IconBrandWhatsapp, action: () => ({ kind: "echo", text: t("echo.text") }) },
  { word: "attach.unsupported", Icon: IconQuestionMark, action: () => ({ kind: "unsupported" }) },
];

interface AttachMenuProps {
  onClose: () => void;
  onFile: (file: File) => void;
  onAction: (action: Action) => void;
}

export function AttachMenu({ onClose, onFile, onAction }: AttachMenuProps) {
  const picker = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector("button")?.focus(), []);

  function send(action: Action) {
    onAction(action);
    onClose();
  }

  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a group of buttons; Escape closes it
    <div
      ref={box}
      role="group"
      aria-label={t("attach.menu")}
      className={styles.menu}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <input
        ref={picker}
        type="file"
        hidden
        data-testid="attach-file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          onClose();
          if (file) onFile(file);
        }}
      />
      <Button onClick={() => picker.current?.click()}>
        <IconPhoto {...icon} />
        {t("attach.file")}
      </Button>
      {examples.map(({ word, Icon, action }) => (
        <Button key={word} onClick={() => send(action())}>
          <Icon {...icon} />
          {t(word)}
        </Button>
      ))}
    </div>
  );
}
