/** When a conversation is to come back: a usual time in one click, or any other. */
import { Modal } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { comingMoment } from "@/i18n/format";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { isReachable, localText, presets } from "../api/snooze";
import styles from "./SnoozeDialog.module.css";

interface SnoozeDialogProps {
  opened: boolean;
  onClose: () => void;
  onSnooze: (until: Date) => void;
}

export default function SnoozeDialog({ opened, onClose, onSnooze }: SnoozeDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("snooze.title")}
      size={400}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Times onSnooze={onSnooze} />
    </Modal>
  );
}

function Times({ onSnooze }: Pick<SnoozeDialogProps, "onSnooze">) {
  const { t } = useTranslation();
  const [now] = useState(() => new Date());
  const offered = presets(now);
  const [text, setText] = useState(() => localText(offered.at(-1)?.until ?? now));
  const [wrong, setWrong] = useState(false);

  function submit(event: FormEvent) {
    event.preventDefault();
    const until = new Date(text);
    if (isReachable(until, new Date())) onSnooze(until);
    else setWrong(true);
  }

  return (
    <div className={styles.body}>
      <p className={styles.note}>{t("snooze.note")}</p>
      <ul className={styles.times}>
        {offered.map(({ name, until }, index) => (
          <li key={name}>
            <button type="button" data-autofocus={index === 0 || undefined} onClick={() => onSnooze(until)}>
              <span>{t(`snooze.${name}`)}</span>
              <small>{comingMoment(until, now.getTime())}</small>
            </button>
          </li>
        ))}
      </ul>
      <form className={styles.other} onSubmit={submit} noValidate>
        <TextField
          label={t("snooze.other")}
          type="datetime-local"
          value={text}
          min={localText(now)}
          error={wrong ? t("snooze.out_of_reach") : null}
          onChange={(event) => {
            setText(event.target.value);
            setWrong(false);
          }}
        />
        <Button type="submit" look="primary">
          {t("snooze.put_off")}
        </Button>
      </form>
    </div>
  );
}
