/** Says until when the record was verified, or where it is not what it was. */
import { useTranslation } from "react-i18next";
import { momentOf } from "@/i18n/format";
import { IconAlertTriangle, IconCircleCheck, IconClock } from "@/ui/icons";
import { useNow } from "@/ui/useNow";
import { useVerification } from "../api/audit";
import styles from "./Audit.module.css";

export function VerifiedBadge() {
  const { t } = useTranslation();
  const nowMs = useNow(60_000);
  const { data } = useVerification();
  if (!data) return null;
  if (data.holes.length > 0) {
    return (
      <div role="alert" className={styles.broken}>
        <IconAlertTriangle size={16} stroke={1.75} aria-hidden="true" />
        <span>{t("audit.broken", { count: data.holes.length })}</span>
        <ul>
          {data.holes.map((hole) => (
            <li key={`${hole.chain} ${hole.number} ${hole.flaw}`}>
              {t("audit.place_in_chain", { chain: hole.chain + 1, number: hole.number })}
              {": "}
              {t(`audit.flaw_${hole.flaw}`)}
            </li>
          ))}
        </ul>
      </div>
    );
  }
  if (!data.verified_until) {
    return (
      <small role="status" className={styles.waiting}>
        <IconClock size={16} stroke={1.75} aria-hidden="true" />
        {t("audit.unverified")}
      </small>
    );
  }
  return (
    <small role="status" className={styles.whole}>
      <IconCircleCheck size={16} stroke={1.75} aria-hidden="true" />
      {t("audit.verified_until", { when: momentOf(data.verified_until, nowMs), count: data.entries })}
    </small>
  );
}
