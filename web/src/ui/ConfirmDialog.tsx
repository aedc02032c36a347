/** Asked only before what cannot be undone, with its consequence. */
import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./Button";
import styles from "./Dialog.module.css";

interface ConfirmDialogProps {
  opened: boolean;
  title: string;
  consequence: string;
  confirm: string;
  busy?: boolean;
  children?: ReactNode;
  /** Stays open when it answers false. */
  onConfirm: () => boolean;
  onClose: () => void;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, title, consequence, confirm, busy, children, onConfirm, onClose } = props;
  const { t } = useTranslation();
  function accept() {
    if (onConfirm() !== false) onClose();
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <div className={styles.body}>
        <p>{consequence}</p>
        {children}
      </div>
      <div className={styles.foot}>
        <Button look="quiet" onClick={onClose}>
          {t("status.cancel")}
        </Button>
        <Button look="primary" busy={busy} onClick={accept}>
          {confirm}
        </Button>
      </div>
    </Modal>
  );
}
