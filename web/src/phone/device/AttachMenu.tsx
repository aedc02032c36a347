/** What can be attached: a file, a place, a contact card, or something WhatsApp does not pass on. */
import { useEffect, useRef } from "react";
import { Button } from "@/ui/Button";
import { IconMapPin, IconPhoto, IconQuestionMark } from "@/ui/icons";
import type { Action } from "../api/types";
import { IconAddressBook } from "../icons";
import { t } from "../words";
import styles from "./Composer.module.css";

const laCarolina = { latitude: -0.182, longitude: -78.4845 };
const cardPhone = "593985550121";
const icon = { size: 16, stroke: 1.75, "aria-hidden": true } as const;

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
      <Button
        onClick={() =>
          send({ kind: "location", ...laCarolina, name: t("place.name"), address: t("place.address") })
        }
      >
        <IconMapPin {...icon} />
        {t("attach.location")}
      </Button>
      <Button onClick={() => send({ kind: "contacts", name: t("card.name"), phone: cardPhone })}>
        <IconAddressBook {...icon} />
        {t("attach.contact")}
      </Button>
      <Button onClick={() => send({ kind: "unsupported" })}>
        <IconQuestionMark {...icon} />
        {t("attach.unsupported")}
      </Button>
    </div>
  );
}
