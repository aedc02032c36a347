/** Labels put on and off at once, by pointer or keyboard alone; Escape closes. */
import { Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLabels } from "@/api/labels";
import type { Label } from "@/api/types";
import { plain } from "@/i18n/format";
import { TextField } from "@/ui/Field";
import { LabelSquare } from "@/ui/LabelChip";
import { refusalOf } from "../api/putting";
import styles from "./Labels.module.css";

/** What is labelled: its labels, and the way to change them. */
interface Labelled {
  borne: readonly string[];
  put: (labels: string[], seen: readonly string[]) => Promise<unknown>;
}

interface LabelPickerProps extends Labelled {
  title: string;
  opened: boolean;
  onClose: () => void;
}

export function LabelPicker({ title, opened, onClose, ...labelled }: LabelPickerProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Options {...labelled} />
    </Modal>
  );
}

function Options({ borne: seen, put }: Labelled) {
  const { t } = useTranslation();
  const all = useLabels();
  const [text, setText] = useState("");
  const [refused, setRefused] = useState<string | null>(null);
  const [turning, setTurning] = useState<string | null>(null);
  const borne = new Set(seen);
  const options = all.filter(
    (label) =>
      label.may_use && (!label.is_retired || borne.has(label.id)) && plain(label.name).includes(plain(text)),
  );

  async function turn(label: Label) {
    if (turning) return;
    const wanted = borne.has(label.id) ? seen.filter((one) => one !== label.id) : [...seen, label.id];
    setTurning(label.id);
    setRefused(null);
    try {
      await put(wanted, seen);
      setText("");
    } catch (error) {
      setRefused(refusalOf(error, t));
    } finally {
      setTurning(null);
    }
  }

  const [first] = options;
  return (
    <div className={styles.picker}>
      <TextField
        label={t("labels.search")}
        value={text}
        error={refused}
        help={t("labels.pick_help")}
        data-autofocus
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && first && text.trim()) void turn(first);
        }}
      />
      <ul className={styles.options}>
        {options.map((label) => (
          <li key={label.id}>
            <label className={styles.option}>
              <input
                type="checkbox"
                checked={borne.has(label.id) !== (turning === label.id)}
                onChange={() => void turn(label)}
              />
              <LabelSquare colour={label.colour} />
              <span>
                {label.name}
                {label.is_retired || label.description ? (
                  <small>{label.is_retired ? t("settings.is_retired") : label.description}</small>
                ) : null}
              </span>
            </label>
          </li>
        ))}
      </ul>
      {options.length === 0 ? (
        <p>{text.trim() ? t("labels.no_match", { text: text.trim() }) : t("labels.nothing_to_pick")}</p>
      ) : null}
    </div>
  );
}
