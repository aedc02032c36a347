/** Discarding cannot be undone, so it names its consequence and asks for a reason. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DeadLetter } from "@/api/types";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { TextAreaField } from "@/ui/Field";

interface DiscardDialogProps {
  letter: DeadLetter | null;
  onClose: () => void;
  onDiscard: (letter: DeadLetter, comment: string) => void;
}

export function DiscardDialog({ letter, onClose, onDiscard }: DiscardDialogProps) {
  const { t } = useTranslation();
  const [comment, setComment] = useState("");
  const [missing, setMissing] = useState(false);

  function close() {
    setComment("");
    setMissing(false);
    onClose();
  }

  function confirm(): boolean {
    const reason = comment.trim();
    setMissing(!reason);
    if (reason && letter) onDiscard(letter, reason);
    return Boolean(reason);
  }

  return (
    <ConfirmDialog
      opened={letter !== null}
      title={t("dead.discard_title")}
      consequence={t("dead.discard_consequence")}
      confirm={t("dead.discard")}
      onConfirm={confirm}
      onClose={close}
    >
      <TextAreaField
        label={t("dead.comment")}
        help={t("dead.comment_help")}
        error={missing ? t("dead.comment_missing") : null}
        rows={3}
        value={comment}
        data-autofocus
        onChange={(event) => setComment(event.target.value)}
      />
    </ConfirmDialog>
  );
}
