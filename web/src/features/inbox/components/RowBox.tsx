/** The box in place of the avatar: by pointer here, by X on the row. */
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { IconCheck } from "@/ui/icons";
import styles from "./Selection.module.css";

interface RowBoxProps {
  id: string;
  name: string;
  checked: boolean;
  /** Once one is chosen every row shows its box. */
  shown: boolean;
  onToggle: (id: string, extend: boolean) => void;
}

export const RowBox = memo(function RowBox({ id, name, checked, shown, onToggle }: RowBoxProps) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={checked}
      aria-label={t("bulk.choose", { name })}
      tabIndex={-1}
      className={`${styles.place} ${shown ? styles.shown : ""}`}
      onClick={(event) => onToggle(id, event.shiftKey)}
    >
      <span className={styles.box}>
        {checked ? <IconCheck size={16} stroke={2.5} aria-hidden="true" /> : null}
      </span>
    </button>
  );
});
