/** When a change is to be made: an instant to come, in the time of whoever chooses. */
import { Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import dialog from "@/ui/Dialog.module.css";
import { TextField } from "@/ui/Field";

interface ScheduleDialogProps {
  opened: boolean;
  confirm: string;
  onClose: () => void;
  onChosen: (instant: string) => void;
}

export function ScheduleDialog({ opened, confirm, onClose, onChosen }: ScheduleDialogProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);

  function close() {
    setTyped("");
    setWrong(false);
    onClose();
  }

  function choose() {
    const ms = Date.parse(typed);
    if (!(ms > Date.now())) return setWrong(true);
    close();
    onChosen(new Date(ms).toISOString());
  }

  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t("changes.schedule_title")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <div className={dialog.body}>
        <TextField
          type="datetime-local"
          label={t("changes.when")}
          help={t("changes.when_help")}
          error={wrong ? t("changes.when_wrong") : null}
          value={typed}
          data-autofocus
          onChange={(event) => {
            setTyped(event.target.value);
            setWrong(false);
          }}
        />
      </div>
      <div className={dialog.foot}>
        <Button look="quiet" onClick={close}>
          {t("status.cancel")}
        </Button>
        <Button look="primary" onClick={choose}>
          {confirm}
        </Button>
      </div>
    </Modal>
  );
}
