/** Notes that name the person, with what they say; opening one is the way to its conversation. */
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { customerName } from "@/i18n/customer";
import { clockTime, daySeparator } from "@/i18n/format";
import { IconAt } from "@/ui/icons";
import { useNow } from "@/ui/useNow";
import { useMentions, useReading } from "../api/alerts";
import { byDay } from "../api/days";
import styles from "./Centre.module.css";
import { Listed } from "./Listed";

export function MentionList({ onOpen }: { onOpen: () => void }) {
  const { t } = useTranslation();
  const nowMs = useNow(60_000);
  const query = useMentions();
  const { readMention } = useReading();
  const mentions = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Listed
      query={query}
      empty={mentions.length === 0}
      title={t("alerts.no_mentions")}
      help={t("alerts.no_mentions_help")}
    >
      {byDay(mentions, (one) => one.note.created_at).map(({ day, items }) => (
        <section key={day} aria-label={daySeparator(day, nowMs)}>
          <h3 className={styles.day}>{daySeparator(day, nowMs)}</h3>
          <ul className={styles.list}>
            {items.map(({ note, conversation, read_at }) => (
              <li key={note.id} className={`${styles.row} ${read_at ? "" : styles.unread}`}>
                <IconAt size={18} stroke={1.75} aria-hidden="true" />
                <div className={styles.words}>
                  <Link
                    href={`/conversations/${conversation.id}`}
                    onClick={() => {
                      if (!read_at) void readMention(note.id);
                      onOpen();
                    }}
                  >
                    {read_at ? null : <span className="sr">{t("alerts.unread")} </span>}
                    {t("alerts.mention_of", {
                      name: note.author.name ?? t("settings.somebody"),
                      customer: customerName(conversation),
                    })}
                  </Link>
                  <p>{note.text}</p>
                  <small>
                    <time dateTime={note.created_at}>{clockTime(note.created_at)}</time>
                  </small>
                </div>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Listed>
  );
}
