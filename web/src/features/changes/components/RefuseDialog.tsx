/** Refusing asks for a reason: whoever asked for the change reads it. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { TextAreaField } from "@/ui/Field";

interface RefuseDialogProps {
  opened: boolean;
  title: string;
  onClose: () => void;
  onRefuse: (reason: string) => void;
}

export function RefuseDialog({ opened, title, onClose, onRefuse }: RefuseDialogProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);

  function close() {
    setReason("");
    setMissing(false);
    onClose();
  }

  function confirm(): boolean {
    const said = reason.trim();
    setMissing(!said);
    if (said) onRefuse(said);
    return Boolean(said);
  }

  return (
    <ConfirmDialog
      opened={opened}
      title={t("changes.refuse_title", { title })}
      consequence={t("changes.refuse_consequence")}
      confirm={t("changes.refuse")}
      onConfirm={confirm}
      onClose={close}
    >
      <TextAreaField
        label={t("changes.reason")}
        error={missing ? t("changes.reason_missing") : null}
        rows={3}
        maxLength={500}
        value={reason}
        data-autofocus
        onChange={(event) => setReason(event.target.value)}
      />
    </ConfirmDialog>
  );
}
