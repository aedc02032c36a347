/** Places somebody is signed in at: device, address, since when; and the way out of each. */
import { useTranslation } from "react-i18next";
import type { SignedInPlace } from "@/api/types";
import { momentOf } from "@/i18n/format";
import { Button } from "./Button";
import styles from "./SessionRows.module.css";
import { useNow } from "./useNow";

interface SessionRowsProps {
  places: SignedInPlace[];
  onEnd: (id: string) => void;
}

const minuteMs = 60_000;

export function SessionRows({ places, onEnd }: SessionRowsProps) {
  const { t } = useTranslation();
  const now = useNow(minuteMs);
  return (
    <ul className={styles.rows} aria-label={t("sessions.title")}>
      {places.map((one) => {
        const device = one.device || t("sessions.unknown_device");
        return (
          <li key={one.id}>
            <div>
              <b>{device}</b>
              {one.is_this ? <small> {t("sessions.this")}</small> : null}
              <p>
                {t("sessions.facts", {
                  address: one.address,
                  opened: momentOf(one.opened_at, now),
                  renewed: momentOf(one.renewed_at, now),
                })}
              </p>
            </div>
            {one.is_this ? null : (
              <Button size="s" aria-label={t("sessions.end_of", { device })} onClick={() => onEnd(one.id)}>
                {t("sessions.end")}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
