/** Nobody could say what there is to choose: one looks again, or closes without and the API decides. */
import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import dialog from "@/ui/Dialog.module.css";
import { Failure } from "@/ui/Feedback";

interface TreesUnknownProps {
  error: unknown;
  /** As far as was known before, nothing is closed without a choice. */
  due: boolean;
  count: number;
  onRetry: () => void;
  onChoose: (choice: null) => void;
  onClose: () => void;
}

export default function TreesUnknown({ error, due, count, onRetry, onChoose, onClose }: TreesUnknownProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("typify.title", { count })}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <div className={dialog.body}>
        <Failure title={t("typify.failed")} error={error} onRetry={onRetry} />
        {due ? null : <p className="t-meta">{t("typify.unknown_help")}</p>}
      </div>
      {due ? null : (
        <div className={dialog.foot}>
          <Button onClick={() => onChoose(null)}>{t("typify.without")}</Button>
        </div>
      )}
    </Modal>
  );
}
