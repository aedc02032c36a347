/** Rows of the timeline that are not messages: where it begins, days, who holds it, where it ends. */
import { memo } from "react";
import { Trans, useTranslation } from "react-i18next";
import { useQueueName, useSignedIn } from "@/api/directory";
import { useLabelsOf } from "@/api/labels";
import { useTypification } from "@/realtime/desk-store";
import { LabelChip } from "@/ui/LabelChip";
import { clockTime, daySeparator, duration, momentOf } from "@/i18n/format";
import { IconCheck } from "@/ui/icons";
import { Knot, ThreadRow } from "@/ui/Thread";
import type { TimelineRow as Row } from "../api/timeline";
import styles from "./Chat.module.css";
import { EpisodeRow, useHolderName } from "./EpisodeRow";

type Plain = Exclude<Row, { kind: "message" | "outgoing" | "scheduled" }>;

interface TimelineRowProps {
  row: Plain;
  /** Where the open conversation waits, if it does. */
  queueId: string;
  nowMs: number;
  onFold: (episode: string, away: boolean) => void;
}

export const TimelineRow = memo(function TimelineRow(props: TimelineRowProps) {
  const { row, queueId, nowMs, onFold } = props;
  switch (row.kind) {
    case "opening":
    case "folded":
      return <EpisodeRow row={row} nowMs={nowMs} onFold={onFold} />;
    case "day":
      return (
        <ThreadRow pattern={row.pattern}>
          <DayLine at={row.at} silentDays={row.silentDays} nowMs={nowMs} />
        </ThreadRow>
      );
    case "holder":
      return <HolderRow row={row} />;
    case "waiting":
      return <WaitingRow row={row} queueId={queueId} />;
    case "resolved":
      return <ResolvedRow row={row} nowMs={nowMs} />;
  }
});

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
  const who = useHolderName(row.episode);
  const { resolved_at, merged_into } = row.episode;
  const typification = useTypification(row.episode);
  const labels = useLabelsOf(merged_into ? row.episode.labels : []);
  return (
    <ThreadRow pattern={row.pattern} from={row.from}>
      <Knot pattern={row.pattern}>
        <IconCheck size={14} stroke={2} aria-hidden="true" />
      </Knot>
      <div className={styles.episode}>
        <b>{t(merged_into ? "thread.merged_row" : "chat.resolved_row")}</b>
        {typification ? (
          <span className={styles.ending}>
            <span className="sr">{t("typify.closed_with")}: </span>
            {typification.path.join(" › ")}
          </span>
        ) : null}
        {labels.map((label) => (
          <LabelChip key={label.id} label={label} />
        ))}
        {resolved_at ? (
          <time dateTime={resolved_at}>
            {momentOf(resolved_at, nowMs)}
            {who ? ` · ${who}` : ""}
          </time>
        ) : null}
      </div>
    </ThreadRow>
  );
}
