/** The labels of the open conversation in its panel, and the key that changes them. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { putLabels, useLabelsOf } from "@/api/labels";
import { useMay } from "@/api/directory";
import type { Conversation, Label } from "@/api/types";
import { useConversationEntity } from "@/realtime/desk-store";
import { toast } from "@/state/toast";
import { IconButton } from "@/ui/Button";
import { IconPlus } from "@/ui/icons";
import { LabelChip } from "@/ui/LabelChip";
import { late } from "@/ui/late";
import { useShortcut } from "@/ui/shortcuts";
import { refusalOf } from "../api/putting";
import styles from "./Labels.module.css";

const LabelPicker = late(() => import("./LabelPicker").then((module) => module.LabelPicker));

/** Answers to the key L wherever a conversation is open. */
export function LabelDialog({ conversationId }: { conversationId: string }) {
  const conversation = useConversationEntity(conversationId);
  const mayLabel = useMay("conversations.label");
  const [opened, setOpened] = useState(false);
  useShortcut("l", () => setOpened(mayLabel && conversation !== null));
  if (!conversation) return null;
  return <ConversationPicker conversation={conversation} opened={opened} onClose={() => setOpened(false)} />;
}

function ConversationPicker(props: { conversation: Conversation; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { conversation, ...rest } = props;
  return (
    <LabelPicker
      title={t("labels.pick_title")}
      borne={conversation.labels}
      put={(labels, seen) => putLabels(conversation.id, labels, seen)}
      {...rest}
    />
  );
}

/** The section of the panel. */
export function ConversationLabels({
  conversation,
  heading,
}: {
  conversation: Conversation;
  heading: string;
}) {
  const { t } = useTranslation();
  const mayLabel = useMay("conversations.label");
  const labels = useLabelsOf(conversation.labels);
  const [opened, setOpened] = useState(false);

  async function takeOff(label: Label) {
    const left = conversation.labels.filter((id) => id !== label.id);
    try {
      await putLabels(conversation.id, left, conversation.labels);
      toast.show(t("labels.taken_off", { name: label.name }), () => void putBack(label));
    } catch (error) {
      toast.show(refusalOf(error, t));
    }
  }

  function putBack(label: Label) {
    putLabels(conversation.id, [label.id], []).catch((error: unknown) => toast.show(refusalOf(error, t)));
  }

  return (
    <section aria-label={heading}>
      <div className={styles.section}>
        <h3>
          {heading}
          {mayLabel ? (
            <IconButton label={t("labels.change")} onClick={() => setOpened(true)}>
              <IconPlus size={16} stroke={1.75} aria-hidden="true" />
            </IconButton>
          ) : null}
        </h3>
      </div>
      <div className={styles.chips}>
        {labels.map((label) => (
          <LabelChip
            key={label.id}
            label={label}
            remove={
              mayLabel && label.may_use
                ? { name: t("labels.take_off", label), run: () => void takeOff(label) }
                : null
            }
          />
        ))}
        {labels.length === 0 ? <p className="t-meta">{t("labels.none")}</p> : null}
      </div>
      <ConversationPicker conversation={conversation} opened={opened} onClose={() => setOpened(false)} />
    </section>
  );
}
