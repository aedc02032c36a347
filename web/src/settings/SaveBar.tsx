/** Says what saving will change; a disabled save names its obstacle beside it. */
import { useTranslation } from "react-i18next";
import { listed } from "@/i18n/format";
import { Button } from "@/ui/Button";
import styles from "./Settings.module.css";

interface SaveBarProps {
  isNew: boolean;
  changed: string[];
  busy: boolean;
  obstacle: string | null;
  onDiscard: () => void;
}

export function SaveBar({ isNew, changed, busy, obstacle, onDiscard }: SaveBarProps) {
  const { t } = useTranslation();
  const says = isNew ? t("settings.not_created") : t("settings.will_change", { fields: listed(changed) });
  return (
    <div className={styles.bar}>
      <p role="status">{obstacle ?? says}</p>
      <Button look="quiet" onClick={onDiscard}>
        {t("settings.discard")}
      </Button>
      <Button type="submit" look="primary" busy={busy} disabled={obstacle !== null}>
        {t(isNew ? "settings.create" : "settings.save")}
      </Button>
    </div>
  );
}
