/** Rows of the timeline that are not messages: where it begins, days, who holds it, where it ends. */
import { Trans, useTranslation } from "react-i18next";
import { useQueueName, useSignedIn } from "@/api/directory";
import type { Conversation } from "@/api/types";
import { clockTime, daySeparator, duration, momentOf } from "@/i18n/format";
import { ChannelIcon, channelName } from "@/ui/Channel";
import { IconCheck } from "@/ui/icons";
import { Knot, ThreadRow } from "@/ui/Thread";
import type { TimelineRow as Row } from "../api/timeline";
import styles from "./Chat.module.css";

type Plain = Exclude<Row, { kind: "message" | "outgoing" | "scheduled" }>;

interface TimelineRowProps {
  row: Plain;
  conversation: Conversation;
  nowMs: number;
}

export function TimelineRow({ row, conversation, nowMs }: TimelineRowProps) {
  switch (row.kind) {
    case "opening":
      return (
        <ThreadRow pattern={row.pattern} first>
          <Knot pattern={row.pattern}>
            <ChannelIcon channel={conversation.channel} size={14} stroke={2} />
          </Knot>
          <div className={styles.episode}>
            <b>{channelName(conversation.channel)}</b>
            <span className="cut">{conversation.connection_id}</span>
            <time dateTime={row.at}>{momentOf(row.at, nowMs)}</time>
          </div>
        </ThreadRow>
      );
    case "day":
      return (
        <ThreadRow pattern={row.pattern}>
          <DayLine at={row.at} silentDays={row.silentDays} nowMs={nowMs} />
        </ThreadRow>
      );
    case "holder":
      return <HolderRow row={row} />;
    case "waiting":
      return <WaitingRow row={row} queueId={conversation.queue_id} />;
    case "resolved":
      return <ResolvedRow row={row} nowMs={nowMs} />;
  }
}

function DayLine({ at, silentDays, nowMs }: { at: string; silentDays: number; nowMs: number }) {
  const { t } = useTranslation();
  return (
    <div className={styles.day}>
      {daySeparator(at, nowMs)}
      {silentDays > 0 ? ` · ${t("chat.gap_days", { count: silentDays })}` : null}
    </div>
  );
}

function HolderRow({ row }: { row: Extract<Row, { kind: "holder" }> }) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const name = row.person?.id === me.id ? t("chat.you") : (row.person?.name ?? "");
  return (
    <ThreadRow pattern={row.pattern} from={row.from}>
      <Knot pattern={row.pattern} small />
      <div className={styles.system}>
        <span>
          <b>{name}</b> {t(`chat.${row.verb}`)}
          {row.waitedMs >= 60_000 ? (
            <>
              {" · "}
              <Trans
                i18nKey="chat.answered_after"
                values={{ time: duration(row.waitedMs) }}
                components={{ b: <span className={styles.waited} /> }}
              />
            </>
          ) : null}
        </span>
        {row.at ? <time dateTime={row.at}>{clockTime(row.at)}</time> : null}
      </div>
    </ThreadRow>
  );
}

function WaitingRow({ row, queueId }: { row: Row; queueId: string }) {
  const { t } = useTranslation();
  const queue = useQueueName(queueId);
  return (
    <ThreadRow pattern={row.pattern} from={row.from}>
      <Knot pattern={row.pattern} small />
      <div className={styles.system}>{t("chat.waiting_row", { queue })}</div>
    </ThreadRow>
  );
}

function ResolvedRow({ row, nowMs }: { row: Extract<Row, { kind: "resolved" }>; nowMs: number }) {
  const { t } = useTranslation();
  return (
    <ThreadRow pattern={row.pattern} from={row.from}>
      <Knot pattern={row.pattern}>
        <IconCheck size={14} stroke={2} />
      </Knot>
      <div className={styles.episode}>
        <b>{t("chat.resolved_row")}</b>
        {row.at ? <time dateTime={row.at}>{momentOf(row.at, nowMs)}</time> : null}
      </div>
    </ThreadRow>
  );
}
