/** Says what saving will change; a disabled save names its obstacle beside it. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { listed } from "@/i18n/format";
import { Button } from "@/ui/Button";
import { ScheduleDialog } from "./ScheduleDialog";
import styles from "./Settings.module.css";

interface SaveBarProps {
  isNew: boolean;
  changed: string[];
  busy: boolean;
  obstacle: string | null;
  onDiscard: () => void;
  /** Saves at an instant. */
  onSchedule: (instant: string) => void;
}

export function SaveBar({ isNew, changed, busy, obstacle, onDiscard, onSchedule }: SaveBarProps) {
  const { t } = useTranslation();
  const [scheduling, setScheduling] = useState(false);
  const says = isNew ? t("settings.not_created") : t("settings.will_change", { fields: listed(changed) });
  return (
    <div className={styles.bar}>
      <p role="status">{obstacle ?? says}</p>
      <Button look="quiet" onClick={onDiscard}>
        {t("settings.discard")}
      </Button>
      {isNew ? null : (
        <Button disabled={obstacle !== null} onClick={() => setScheduling(true)}>
          {t("changes.schedule")}
        </Button>
      )}
      <Button type="submit" look="primary" busy={busy} disabled={obstacle !== null}>
        {t(isNew ? "settings.create" : "settings.save")}
      </Button>
      <ScheduleDialog
        opened={scheduling}
        confirm={t("changes.schedule_it")}
        onClose={() => setScheduling(false)}
        onChosen={onSchedule}
      />
    </div>
  );
}
