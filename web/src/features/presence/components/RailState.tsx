/** One's own state in the rail, on every page; on a phone it stands at the foot of the list alone. */
import { useTranslation } from "react-i18next";
import { presenceWords, sinceWords } from "@/i18n/presence-words";
import { breaksAt, breakSum, signOf, useOwnPresence, useServerNow } from "@/realtime/presence";
import { PresenceGlyph } from "@/ui/PresenceGlyph";
import styles from "./RailState.module.css";
import { StateMenu } from "./StateMenu";

/** `className` and `wordClass` are those of the rail's entries. */
export function RailState({ className, wordClass }: { className?: string; wordClass?: string }) {
  const { t } = useTranslation();
  const presence = useOwnPresence().data?.presence;
  const nowMs = useServerNow(10_000);
  if (!presence) return null;
  const words = presenceWords(presence, t);
  const since = sinceWords(presence, nowMs);
  const isOver = breakSum(breaksAt(presence, nowMs)).isOver;
  const name = t("presence.your_state_is", { state: words, since });
  return (
    <StateMenu presence={presence} position="right-end">
      <button type="button" className={`${className} ${styles.entry}`} aria-label={name} title={name}>
        <PresenceGlyph sign={isOver ? "lost" : signOf(presence)} size={18} />
        <span className={`${wordClass} ${styles.word} ${isOver ? styles.over : ""}`}>
          {words} <small>{since}</small>
        </span>
      </button>
    </StateMenu>
  );
}
