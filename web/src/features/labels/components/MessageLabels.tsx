/** The labels of one message below its bubble, and the button beside it that changes them. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/directory";
import { putMessageLabels, useLabelsOf } from "@/api/labels";
import type { Label, Message } from "@/api/types";
import { toast } from "@/state/toast";
import { IconButton } from "@/ui/Button";
import { IconTag } from "@/ui/icons";
import { LabelChip } from "@/ui/LabelChip";
import { late } from "@/ui/late";
import { useMedia } from "@/ui/useMedia";
import { refusalOf } from "../api/putting";
import styles from "./Labels.module.css";

const LabelPicker = late(() => import("./LabelPicker").then((module) => module.LabelPicker));

export function MessageLabelChips({ message, mayChange }: { message: Message; mayChange: boolean }) {
  const { t } = useTranslation();
  // On a phone a button that a finger meets would be larger than the message: there the picker takes off.
  const phone = useMedia("phone");
  const mayLabel = useMay("conversations.label") && mayChange && !phone;
  const labels = useLabelsOf(message.labels);

  const put = (wanted: string[], seen: readonly string[]) => putMessageLabels(message, wanted, seen);
  const refuse = (error: unknown) => toast.show(refusalOf(error, t));

  async function takeOff({ id, name }: Label) {
    try {
      await put([], [id]);
      toast.show(t("labels.taken_off", { name }), () => void put([id], []).catch(refuse));
    } catch (error) {
      refuse(error);
    }
  }

  if (labels.length === 0) return null;
  return (
    <ul className={styles.onMessage} aria-label={t("labels.of_message")}>
      {labels.map((label) => (
        <li key={label.id}>
          <LabelChip
            label={label}
            remove={
              mayLabel && label.may_use
                ? { name: t("labels.take_off", label), run: () => void takeOff(label) }
                : null
            }
          />
        </li>
      ))}
    </ul>
  );
}

export function MessageLabelButton({ message, className }: { message: Message; className?: string }) {
  const { t } = useTranslation();
  const mayLabel = useMay("conversations.label");
  const [opened, setOpened] = useState(false);
  if (!mayLabel) return null;
  return (
    <>
      <IconButton
        className={className}
        label={t("labels.pick_title_message")}
        onClick={() => setOpened(true)}
      >
        <IconTag size={16} stroke={1.75} aria-hidden="true" />
      </IconButton>
      {opened ? (
        <LabelPicker
          title={t("labels.pick_title_message")}
          opened
          borne={message.labels}
          put={(labels, seen) => putMessageLabels(message, labels, seen)}
          onClose={() => setOpened(false)}
        />
      ) : null}
    </>
  );
}

export const labelTools = { Chips: MessageLabelChips, Button: MessageLabelButton };
