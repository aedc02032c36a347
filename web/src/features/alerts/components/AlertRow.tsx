/** One thing the person was told of: what, by whom, when, the way there, and whether it was read. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useQueueName } from "@/api/directory";
import type { Alert, Change, Presence } from "@/api/types";
import { customerName } from "@/i18n/customer";
import { clockTime } from "@/i18n/format";
import { IconButton } from "@/ui/Button";
import {
  IconAdjustments,
  IconAlertTriangle,
  IconArrowsExchange,
  IconAt,
  IconCheck,
  IconCoffee,
  IconEar,
  IconMailX,
  IconPlug,
  IconUserPlus,
} from "@/ui/icons";
import styles from "./Centre.module.css";

const icons = {
  assigned: IconUserPlus,
  taken: IconArrowsExchange,
  mention: IconAt,
  whisper: IconEar,
  failed: IconMailX,
  presence_changed: IconCoffee,
  connection: IconPlug,
  system: IconAlertTriangle,
  change: IconAdjustments,
} as const;

interface AlertRowProps {
  alert: Alert;
  onRead: () => void;
  onOpen: () => void;
}

export function AlertRow({ alert, onRead, onOpen }: AlertRowProps) {
  const { t } = useTranslation();
  const queue = useQueueName(alert.conversation?.queue_id ?? "");
  const Icon = icons[alert.event];
  const text = sentence(alert, queue, t);
  const href = hrefOf(alert);
  const said = (
    <>
      {alert.is_read ? null : <span className="sr">{t("alerts.unread")} </span>}
      {text}
    </>
  );
  return (
    <li className={`${styles.row} ${alert.is_read ? "" : styles.unread}`}>
      <Icon size={18} stroke={1.75} aria-hidden="true" />
      <div className={styles.words}>
        {href ? (
          <Link
            href={href}
            onClick={() => {
              if (!alert.is_read) onRead();
              onOpen();
            }}
          >
            {said}
          </Link>
        ) : (
          <span>{said}</span>
        )}
        <small>
          <time dateTime={alert.at}>{clockTime(alert.at)}</time>
          {alert.is_hidden ? ` · ${t("alerts.hidden")}` : ""}
        </small>
      </div>
      {alert.is_read ? null : (
        <IconButton label={t("alerts.read_one", { text })} title={t("alerts.read")} onClick={onRead}>
          <IconCheck size={16} stroke={1.75} aria-hidden="true" />
        </IconButton>
      )}
    </li>
  );
}

function hrefOf({ conversation, event }: Alert): string | null {
  if (conversation) return `/conversations/${conversation.id}`;
  if (event === "presence_changed") return "/my-day";
  if (event === "change") return "/settings/changes";
  return event === "connection" || event === "system" ? "/settings/system" : null;
}

function sentence(alert: Alert, queue: string, t: TFunction): string {
  const { event, by, conversation, about, detail } = alert;
  const name = by?.name ?? t("settings.somebody");
  const customer = conversation ? customerName(conversation) : t("alerts.some_customer");
  switch (event) {
    case "assigned":
      return t("told.given", { name, customer });
    case "taken":
      return taken(detail, { name, customer, queue }, t);
    case "mention":
      return t("house.mentioned_you", { name, customer });
    case "whisper":
      return t("house.whispered", { name, customer });
    case "failed":
      return t("alerts.said_failed", { customer });
    case "presence_changed":
      return t("alerts.said_presence", { name, state: t(`presence.state_${stateOf(detail)}`) });
    case "change":
      return detail === "pending"
        ? t("alerts.said_change_asked", { name })
        : t("alerts.said_change_decided", { state: t(`changes.state_${changeState(detail)}`) });
    case "connection":
    case "system":
      return t(`alerts.said_${event}`, { name: about });
  }
}

function taken(
  how: string | null,
  words: { name: string; customer: string; queue: string },
  t: TFunction,
): string {
  if (how === "resolved") return t("told.resolved", words);
  return t(how === "released" && words.queue ? "told.released" : "told.taken", words);
}

function changeState(detail: string | null): Change["state"] {
  return (detail ?? "applied") as Change["state"];
}

/** The server writes a state there. */
function stateOf(detail: string | null): Presence["state"] {
  return (detail ?? "offline") as Presence["state"];
}
