/** One number: its state in words and shape, and the switch. */
import { useTranslation } from "react-i18next";
import { useQueues } from "@/api/directory";
import type { Connection } from "@/api/types";
import { momentOf } from "@/i18n/format";
import { Button } from "@/ui/Button";
import { IconAlertTriangle, IconBan, IconCircleCheck, IconPlayerPause } from "@/ui/icons";
import page from "@/ui/Page.module.css";
import { useNow } from "@/ui/useNow";
import { type ConnectionState, stateOf } from "../api/connections";
import { restrictionWords, traitsOf } from "../api/standing";
import { troubleWords } from "../api/troubles";
import styles from "./ConnectionRow.module.css";

interface ConnectionRowProps {
  connection: Connection;
  busy: boolean;
  onStart: () => void;
  onStop: () => void;
  onLead: (queueId: string) => void;
}

const shapes = {
  working: IconCircleCheck,
  limited: IconAlertTriangle,
  held: IconBan,
  troubled: IconAlertTriangle,
  off: IconPlayerPause,
} as const satisfies Record<ConnectionState, unknown>;

export function ConnectionRow({ connection, busy, onStart, onStop, onLead }: ConnectionRowProps) {
  const { t } = useTranslation();
  const { name, enabled } = connection;
  return (
    <tr>
      <td className={page.first}>
        {name}
        <small>{t("connections.official_api", { number: connection.phone_number_id })}</small>
      </td>
      <td>
        <State connection={connection} />
      </td>
      <td className={styles.queue}>
        <QueueChoice connection={connection} onLead={onLead} />
      </td>
      <td>
        <div className={page.actions}>
          {enabled ? (
            <Button
              size="s"
              look="quiet"
              busy={busy}
              aria-label={t("connections.stop_of", { name })}
              onClick={onStop}
            >
              {t("connections.stop")}
            </Button>
          ) : (
            <Button size="s" busy={busy} aria-label={t("connections.start_of", { name })} onClick={onStart}>
              {t("connections.start")}
            </Button>
          )}
        </div>
      </td>
    </tr>
  );
}

/** Where its conversations wait; one that is retired meanwhile is shown until it is changed. */
function QueueChoice({ connection, onLead }: Pick<ConnectionRowProps, "connection" | "onLead">) {
  const { t } = useTranslation();
  const queues = useQueues().data ?? [];
  const { name, queue_id } = connection;
  const open = queues.filter((one) => !one.is_retired || one.id === queue_id);
  return (
    <select
      className={styles.choice}
      aria-label={t("connections.queue_of", { name })}
      value={queue_id}
      onChange={(event) => onLead(event.target.value)}
    >
      {open.map((one) => (
        <option key={one.id} value={one.id}>
          {one.name}
        </option>
      ))}
      {open.some(({ id }) => id === queue_id) ? null : <option value={queue_id}>{queue_id}</option>}
    </select>
  );
}

function State({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const nowMs = useNow(60_000);
  const state = stateOf(connection);
  const Shape = shapes[state];
  const { trouble, restriction } = connection;
  const label =
    state === "held" && restriction
      ? t(`connections.held_${restriction.kind}`)
      : t(`connections.state_${state}`);
  return (
    <>
      <span className={`${styles.state} ${styles[state]}`}>
        <Shape size={16} stroke={1.75} aria-hidden="true" />
        {label}
      </span>
      {(state === "held" || state === "limited") && restriction ? (
        <small className={styles.why}>{restrictionWords(restriction, t, nowMs)}</small>
      ) : null}
      {state === "troubled" && trouble ? (
        <small className={styles.why}>
          {troubleWords(trouble, t)} {t("connections.since", { when: momentOf(trouble.since, nowMs) })}
        </small>
      ) : null}
      <Traits connection={connection} />
    </>
  );
}

function Traits({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const traits = traitsOf(connection, t);
  if (traits.length === 0) return null;
  return (
    <ul className={styles.traits}>
      {traits.map(({ key, words, tone }) => (
        <li key={key} className={styles[tone]}>
          {words}
        </li>
      ))}
    </ul>
  );
}
