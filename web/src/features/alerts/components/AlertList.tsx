/** Everything the person was told of, newest first, under the days it happened. */
import { useTranslation } from "react-i18next";
import type { Alert } from "@/api/types";
import { daySeparator } from "@/i18n/format";
import { useNow } from "@/ui/useNow";
import { Button } from "@/ui/Button";
import { useAlerts, useReading } from "../api/alerts";
import { byDay } from "../api/days";
import { AlertRow } from "./AlertRow";
import styles from "./Centre.module.css";
import { Listed } from "./Listed";

export function AlertList({ onOpen }: { onOpen: () => void }) {
  const { t } = useTranslation();
  const nowMs = useNow(60_000);
  const query = useAlerts();
  const { read, readAll } = useReading();
  const alerts = query.data?.pages.flatMap((page) => page.items) ?? [];
  const newest = alerts[0];
  const unread = alerts.some((one) => !one.is_read);
  return (
    <Listed query={query} empty={alerts.length === 0} title={t("alerts.empty")} help={t("alerts.empty_help")}>
      <div className={styles.actions}>
        <small>{t("alerts.kept")}</small>
        <Button size="s" look="quiet" disabled={!unread} onClick={() => newest && void readAll(newest.id)}>
          {t("alerts.read_all")}
        </Button>
      </div>
      {byDay(alerts, (one) => one.at).map(({ day, items }) => (
        <section key={day} aria-label={daySeparator(day, nowMs)}>
          <h3 className={styles.day}>{daySeparator(day, nowMs)}</h3>
          <ul className={styles.list}>
            {items.map((one: Alert) => (
              <AlertRow key={one.id} alert={one} onRead={() => void read([one.id])} onOpen={onOpen} />
            ))}
          </ul>
        </section>
      ))}
    </Listed>
  );
}
