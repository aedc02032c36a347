/** Who leaves and holds chats says what becomes of them. */
import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import dialog from "@/ui/Dialog.module.css";

interface OpenChatsDialogProps {
  opened: boolean;
  held: number;
  onAnswer: (returns: boolean) => void;
  onClose: () => void;
}

export function OpenChatsDialog({ opened, held, onAnswer, onClose }: OpenChatsDialogProps) {
  const { t } = useTranslation();
  function answer(returns: boolean) {
    onAnswer(returns);
    onClose();
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("presence.open_chats", { count: held })}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <div className={dialog.body}>
        <p>{t("presence.open_chats_help")}</p>
      </div>
      <div className={dialog.foot}>
        <Button look="quiet" onClick={onClose}>
          {t("status.cancel")}
        </Button>
        <Button onClick={() => answer(false)}>{t("presence.keep_chats")}</Button>
        <Button look="primary" data-autofocus onClick={() => answer(true)}>
          {t("presence.return_chats")}
        </Button>
      </div>
    </Modal>
  );
}
