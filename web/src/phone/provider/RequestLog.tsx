/** What the provider received and delivered, newest first, with what was answered. */
import { Button } from "@/ui/Button";
import { phoneApi } from "../api/calls";
import { useChange, useLog } from "../api/queries";
import type { LogEntry } from "../api/types";
import { tellFailure } from "../notice";
import { t } from "../words";
import styles from "./RequestLog.module.css";
import { summaryOf } from "./summary";

const clock = new Intl.DateTimeFormat("es", {
  hour: "numeric",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  hour12: false,
});
const tones = { ok: styles.ok, bad: styles.bad, open: styles.open };

export function RequestLog() {
  const log = useLog();
  const clear = useChange(phoneApi.clearLog);
  const entries = log.data ?? [];
  return (
    <section className={styles.log} aria-label={t("log.title")}>
      <div className={styles.head}>
        <h3>{t("log.title")}</h3>
        <Button
          look="accent"
          size="s"
          disabled={entries.length === 0}
          onClick={() => clear.mutate(undefined, { onError: tellFailure })}
        >
          {t("log.clear")}
        </Button>
      </div>
      {log.isSuccess && entries.length === 0 ? <p className={styles.empty}>{t("log.empty")}</p> : null}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must take the focus (WCAG 2.1.1) */}
      <ol className={styles.list} tabIndex={0} aria-label={t("log.title")}>
        {entries.map((entry) => (
          <Row key={entry.n} entry={entry} />
        ))}
      </ol>
    </section>
  );
}

function Row({ entry }: { entry: LogEntry }) {
  const { title, detail, answer, tone } = summaryOf(entry);
  return (
    <li>
      <time dateTime={entry.at}>{clock.format(new Date(entry.at)).replace(",", ".")}</time>
      <span className={styles.what}>
        <b className="cut">{title}</b>
        <span className="cut" title={detail}>
          {detail}
        </span>
      </span>
      <span className={tones[tone]}>{answer}</span>
    </li>
  );
}
