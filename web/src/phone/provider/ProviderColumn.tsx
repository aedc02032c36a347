/** The simulated provider: how it behaves, and what it received and delivered. */
import { useState } from "react";
import { Button } from "@/ui/Button";
import { phoneApi } from "../api/calls";
import { useBehaviour, useChange } from "../api/queries";
import { Dialog } from "../Dialog";
import dialog from "../Dialog.module.css";
import { IconRotate } from "../icons";
import { tell, tellFailure } from "../notice";
import { t } from "../words";
import { Knobs } from "./Knobs";
import styles from "./ProviderColumn.module.css";
import { RequestLog } from "./RequestLog";

export function ProviderColumn() {
  const behaviour = useBehaviour();
  const [asking, setAsking] = useState(false);
  return (
    <aside className={styles.column} aria-label={t("provider")}>
      <header className={styles.head}>
        <h2 className="t-head">{t("provider")}</h2>
        <Button size="s" onClick={() => setAsking(true)}>
          <IconRotate size={16} stroke={1.75} aria-hidden="true" />
          {t("provider.reset")}
        </Button>
      </header>
      {behaviour.data ? <Knobs behaviour={behaviour.data} /> : null}
      {behaviour.isError ? (
        <p className={styles.failed} role="alert">
          {t("failed.load")}
        </p>
      ) : null}
      <RequestLog />
      {asking ? <ResetDialog onClose={() => setAsking(false)} /> : null}
    </aside>
  );
}

function ResetDialog({ onClose }: { onClose: () => void }) {
  const reset = useChange(phoneApi.reset);
  function confirm() {
    reset.mutate(undefined, {
      onSuccess: () => tell(t("provider.reset_done")),
      onError: tellFailure,
      onSettled: onClose,
    });
  }
  return (
    <Dialog title={t("provider.reset_title")} onClose={onClose}>
      <p>{t("provider.reset_text")}</p>
      <div className={dialog.actions}>
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button look="bad" busy={reset.isPending} onClick={confirm}>
          {t("provider.reset_confirm")}
        </Button>
      </div>
    </Dialog>
  );
}
