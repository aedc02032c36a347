/** How long the customer can still be answered freely. */
import { useTranslation } from "react-i18next";
import { clockTime, daysBetween, duration, momentOf } from "@/i18n/format";
import { IconClock } from "@/ui/icons";
import type { ServiceWindow } from "../api/window";
import styles from "./Composer.module.css";

export function WindowClock({ period, nowMs }: { period: ServiceWindow; nowMs: number }) {
  const { t } = useTranslation();
  if (period.state === "none") return null;
  const urgent = period.state === "closed" || period.soon;
  return (
    <span className={`${styles.window} ${urgent ? styles.warn : ""}`}>
      <IconClock size={16} stroke={1.75} aria-hidden="true" />
      {period.state === "open" ? (
        <>
          <span className="only-l">{t("composer.window")}</span> {duration(period.leftMs)}
        </>
      ) : (
        closedWords(period.at)
      )}
    </span>
  );

  function closedWords(at: string | null): string {
    if (!at) return t("composer.window_none");
    if (daysBetween(at, nowMs) === 0) return t("composer.window_closed", { time: clockTime(at) });
    return t("composer.window_closed_day", { day: momentOf(at, nowMs) });
  }
}
