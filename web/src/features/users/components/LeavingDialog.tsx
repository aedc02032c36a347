/** Before somebody leaves, for good or customers only: what will become of what they hold. */
import { useTranslation } from "react-i18next";
import type { User } from "@/api/types";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { useHeld } from "../api/users";
import styles from "./Users.module.css";

interface LeavingDialogProps {
  user: User;
  kind: "deactivate" | "out";
  onConfirm: () => void;
  onClose: () => void;
}

export function LeavingDialog({ user, kind, onConfirm, onClose }: LeavingDialogProps) {
  const { t } = useTranslation();
  const held = useHeld(user.id, true).data;
  function confirm() {
    onConfirm();
    return true;
  }
  return (
    <ConfirmDialog
      opened
      title={t(`users.${kind}_title`, user)}
      consequence={t(`users.${kind}_consequence`)}
      confirm={t(`users.${kind}_confirm`)}
      busy={held === undefined}
      onConfirm={confirm}
      onClose={onClose}
    >
      {held ? (
        <>
          <p>{held.total > 0 ? t("users.held", { count: held.total }) : t("users.held_none")}</p>
          <ul className={styles.list}>
            {held.items.map(({ queue_id, name, count }) => (
              <li key={queue_id}>{t("users.held_in", { name, count })}</li>
            ))}
          </ul>
        </>
      ) : null}
    </ConfirmDialog>
  );
}
