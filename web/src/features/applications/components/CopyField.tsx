/** Something to be pasted elsewhere, whole. */
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import styles from "./Applications.module.css";

export function CopyField({ label, value }: { label: string; value: string }) {
  const { t } = useTranslation();
  const id = useId();
  function copy() {
    navigator.clipboard.writeText(value).then(
      () => toast.show(t("applications.copied")),
      () => toast.show(t("applications.not_copied")),
    );
  }
  return (
    <div className={styles.copy}>
      <label htmlFor={id}>{label}</label>
      <input id={id} readOnly value={value} onFocus={(event) => event.target.select()} />
      <Button size="s" aria-label={t("applications.copy_of", { what: label })} onClick={copy}>
        {t("applications.copy")}
      </Button>
    </div>
  );
}
