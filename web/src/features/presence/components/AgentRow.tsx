/** One person in the supervisor's table. */
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Colleague, Presence } from "@/api/types";
import { activityWords, presenceWords, sinceWords } from "@/i18n/presence-words";
import { breaksAt, breakSum, signOf, useServerNow } from "@/realtime/presence";
import { Button } from "@/ui/Button";
import page from "@/ui/Page.module.css";
import { PresenceGlyph } from "@/ui/PresenceGlyph";
import styles from "./AgentsPage.module.css";
import { breakLeftWords, breakSumWords } from "./break-words";

interface AgentRowProps {
  colleague: Colleague;
  isOneself: boolean;
  mayChange: boolean;
  selected: boolean;
  onSelect: () => void;
  onChange: () => void;
}

export function AgentRow({ colleague, isOneself, mayChange, selected, onSelect, onChange }: AgentRowProps) {
  const { t } = useTranslation();
  const { id, name, presence, held_conversations } = colleague;
  const nowMs = useServerNow(5_000);
  return (
    <tr>
      {mayChange ? (
        <td className={styles.box}>
          {isOneself ? null : (
            <input
              type="checkbox"
              aria-label={t("presence.select_of", { name })}
              checked={selected}
              onChange={onSelect}
            />
          )}
        </td>
      ) : null}
      <td className={page.first}>
        <Link href={`/agents/${id}`} aria-label={t("presence.day_of_link", { name })}>
          {name}
        </Link>
        {isOneself ? <small>{t("action.assign_me")}</small> : null}
      </td>
      <td>
        <State presence={presence} nowMs={nowMs} />
      </td>
      <td className={page.num}>{held_conversations}</td>
      <td className={page.num}>
        <Breaks presence={presence} nowMs={nowMs} />
      </td>
      <td>
        <div className={page.actions}>
          {mayChange && !isOneself ? (
            <Button size="s" aria-label={t("presence.change_of", { name })} onClick={onChange}>
              {t("presence.change")}
            </Button>
          ) : null}
        </div>
      </td>
    </tr>
  );
}

function State({ presence, nowMs }: { presence: Presence; nowMs: number }) {
  const { t } = useTranslation();
  const why = whyWords();
  return (
    <>
      <span className={styles.state}>
        <PresenceGlyph sign={signOf(presence)} />
        {presenceWords(presence, t)}
        <small>{sinceWords(presence, nowMs)}</small>
      </span>
      {why ? <span className={styles.why}>{why}</span> : null}
    </>
  );

  function whyWords(): string | null {
    if (presence.returns_to)
      return t("presence.returns_to", { state: activityWords(presence.returns_to, t) });
    if (presence.cause === "session_expired") return t("presence.cause_session_expired");
    const isOthers = presence.set_by && presence.set_by.id !== presence.user_id;
    const by = isOthers ? t("presence.set_by", { name: presence.set_by?.name ?? "" }) : null;
    return [by, presence.reason].filter(Boolean).join(" · ") || null;
  }
}

function Breaks({ presence, nowMs }: { presence: Presence; nowMs: number }) {
  const { t } = useTranslation();
  const breaks = breaksAt(presence, nowMs);
  const sum = breakSum(breaks);
  const current = breaks.find((one) => one.isCurrent);
  if (sum.grantedMinutes === 0 && sum.usedMinutes === 0) return <>–</>;
  return (
    <span className={sum.isOver ? styles.over : undefined}>
      {breakSumWords(sum, t)}
      {current ? <span className={styles.left}>{breakLeftWords(current, t)}</span> : null}
    </span>
  );
}
