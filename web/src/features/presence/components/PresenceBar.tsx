/** One's own state at the foot of the list: word, time in it, and the breaks of the day. */
import { useTranslation } from "react-i18next";
import { presenceWords, sinceWords } from "@/i18n/presence-words";
import { breaksAt, breakSum, signOf, useOwnPresence, useServerNow } from "@/realtime/presence";
import { IconChevronUp, IconCoffee } from "@/ui/icons";
import { HintNote } from "@/ui/HintNote";
import { PresenceGlyph } from "@/ui/PresenceGlyph";
import { breakLeftWords, breakSumWords } from "./break-words";
import styles from "./PresenceBar.module.css";
import { StateMenu } from "./StateMenu";

export function PresenceBar() {
  const { t } = useTranslation();
  const presence = useOwnPresence().data?.presence;
  const nowMs = useServerNow(1_000);
  if (!presence) return <div className={styles.bar} />;
  const breaks = breaksAt(presence, nowMs);
  const current = breaks.find((one) => one.isCurrent);
  const sum = breakSum(breaks);
  return (
    <div className={styles.place}>
      <HintNote hint="state" className={styles.hint} />
      <StateMenu presence={presence} position="top-start">
        <button type="button" className={`${styles.bar} ${sum.isOver ? styles.over : ""}`}>
          <span className="sr">{t("presence.your_state")}: </span>
          <PresenceGlyph sign={signOf(presence)} />
          <b className="cut">{presenceWords(presence, t)}</b>
          <span className={styles.since}>{sinceWords(presence, nowMs)}</span>
          <span className={styles.breaks}>
            {current ? (
              breakLeftWords(current, t)
            ) : sum.grantedMinutes > 0 ? (
              <>
                <IconCoffee size={16} stroke={1.75} aria-hidden="true" />
                <span className="sr">{t("presence.break_used")} </span>
                {breakSumWords(sum, t)}
              </>
            ) : null}
          </span>
          <IconChevronUp size={18} stroke={1.75} aria-hidden="true" />
        </button>
      </StateMenu>
    </div>
  );
}
