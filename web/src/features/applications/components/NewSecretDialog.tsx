/** The one time a secret is shown: it closes by its own button alone. */
import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { NewSecret } from "@/api/types";
import { Button } from "@/ui/Button";
import dialog from "@/ui/Dialog.module.css";
import { CopyField } from "./CopyField";

export function NewSecretDialog({ made, onClose }: { made: NewSecret | null; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={made !== null}
      onClose={onClose}
      title={t("applications.new_secret")}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      {made ? (
        <div className={dialog.body}>
          <p>{t("applications.shown_once")}</p>
          <CopyField label={t("applications.client_id")} value={made.client_id} />
          <CopyField label={t("applications.client_secret")} value={made.client_secret} />
        </div>
      ) : null}
      <div className={dialog.foot}>
        <Button look="primary" onClick={onClose}>
          {t("applications.kept_it")}
        </Button>
      </div>
    </Modal>
  );
}
