/** The way to the centre, with how much in it is unread. */
import { useTranslation } from "react-i18next";
import { IconBell } from "@/ui/icons";
import { useUnreadAlerts } from "../api/alerts";
import styles from "./Bell.module.css";

const mostShown = 99;

interface BellProps {
  className?: string;
  wordClass?: string;
  onOpen: () => void;
}

export function Bell({ className, wordClass, onOpen }: BellProps) {
  const { t } = useTranslation();
  const count = useUnreadAlerts();
  const name = count > 0 ? t("alerts.bell_count", { count }) : t("alerts.title");
  return (
    <button
      type="button"
      className={`${className ?? ""} ${styles.bell}`}
      aria-haspopup="dialog"
      title={name}
      onClick={onOpen}
    >
      <span className="sr">{name}</span>
      <IconBell size={20} stroke={1.75} aria-hidden="true" />
      <span className={wordClass} aria-hidden="true">
        {t("alerts.title")}
      </span>
      {count > 0 ? (
        <span className={styles.count} aria-hidden="true">
          {count > mostShown ? `${mostShown}+` : count}
        </span>
      ) : null}
    </button>
  );
}
