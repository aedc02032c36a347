/** A day as a picture of its length, and as a table that says the same. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Day } from "@/api/types";
import { duration } from "@/i18n/format";
import { activityWords } from "@/i18n/presence-words";
import page from "@/ui/Page.module.css";
import { PresenceGlyph, type PresenceSign } from "@/ui/PresenceGlyph";
import styles from "./DayPage.module.css";
import { timeIn } from "./dates";

type Spell = Day["spells"][number];

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const quarters = [0, 0.25, 0.5, 0.75, 1];

export function DayPicture({ day }: { day: Day }) {
  const startMs = Date.parse(day.starts_at);
  const wholeMs = Math.max(dayMs, Date.parse(day.ends_at) - startMs);
  return (
    <div aria-hidden="true">
      <div className={styles.picture}>
        {day.spells.map((one) => (
          <span
            key={one.started_at}
            className={styles[one.state]}
            style={{ width: `${(lengthMs(one) / wholeMs) * 100}%` }}
          />
        ))}
      </div>
      <div className={styles.hours}>
        {quarters.map((part) => (
          <span key={part}>{timeIn(startMs + part * wholeMs, day.time_zone)}</span>
        ))}
      </div>
    </div>
  );
}

export function DayTable({ day }: { day: Day }) {
  const { t } = useTranslation();
  return (
    <>
      <Totals day={day} />
      <table className={page.table}>
        <thead>
          <tr>
            <th className={styles.time}>{t("presence.time")}</th>
            <th>{t("presence.state")}</th>
            <th className={page.num}>{t("presence.lasted")}</th>
            <th>{t("presence.how")}</th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(day).map((row) => (
            <tr key={`${row.at} ${row.words}`} className={row.spell ? undefined : styles.mark}>
              <td className={styles.time}>{timeIn(row.at, day.time_zone)}</td>
              <td>
                <span className={styles.state}>
                  {row.sign ? <PresenceGlyph sign={row.sign} /> : null}
                  {row.words}
                </span>
              </td>
              <td className={page.num}>{row.spell ? lastedWords(row.spell, t) : null}</td>
              <td>{row.spell ? howWords(row.spell, day.user_id, t) : null}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );

  function rowsOf({ spells, marks }: Day): Row[] {
    const ofSpells = spells.map((spell) => ({
      at: spell.started_at,
      words: activityWords(spell, t),
      sign: spell.state,
      spell,
    }));
    const ofMarks = marks.map((mark) => ({
      at: mark.at,
      words: t(`presence.mark_${mark.kind}`),
      sign: mark.kind === "connection_lost" ? ("lost" as const) : null,
      spell: null,
    }));
    return [...ofSpells, ...ofMarks].toSorted((one, other) => one.at.localeCompare(other.at));
  }
}

interface Row {
  at: string;
  words: string;
  sign: PresenceSign | null;
  spell: Spell | null;
}

function Totals({ day }: { day: Day }) {
  const { t } = useTranslation();
  return (
    <dl className={styles.totals}>
      {day.breaks.map((one) => (
        <div key={one.id} className={one.used_seconds > one.minutes * 60 ? styles.over : undefined}>
          <dt>{one.name}</dt>
          <dd>
            {t("presence.break_sum", { used: Math.floor(one.used_seconds / 60), granted: one.minutes })}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function lengthMs({ started_at, ended_at }: Spell): number {
  return Date.parse(ended_at) - Date.parse(started_at);
}

function lastedWords(spell: Spell, t: TFunction): string {
  const ms = lengthMs(spell);
  return ms < minuteMs ? t("presence.under_a_minute") : duration(ms);
}

/** Who or what began it; one's own choice goes without saying. */
function howWords({ cause, set_by, reason }: Spell, userId: string, t: TFunction): string {
  if (!cause) return t("presence.cause_before");
  if (cause !== "chosen") return t(`presence.cause_${cause}`);
  const by = set_by && set_by.id !== userId ? t("presence.set_by", { name: set_by.name ?? "" }) : null;
  return [by, reason].filter(Boolean).join(" · ");
}
