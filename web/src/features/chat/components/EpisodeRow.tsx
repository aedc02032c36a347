/** Where an episode begins: channel, what it was about, when and with whom. One that is over folds to this row. */
import { useTranslation } from "react-i18next";
import { useQueues, useSignedIn } from "@/api/directory";
import type { Conversation } from "@/api/types";
import { momentOf } from "@/i18n/format";
import { ChannelIcon, channelName } from "@/ui/Channel";
import { IconChevronDown, IconChevronRight, IconHistory } from "@/ui/icons";
import { Knot, ThreadRow } from "@/ui/Thread";
import { isFoldable, type TimelineRow } from "../api/timeline";
import styles from "./Chat.module.css";

interface EpisodeRowProps {
  row: Extract<TimelineRow, { kind: "opening" | "folded" }>;
  nowMs: number;
  onFold: (episode: string, away: boolean) => void;
}

export function EpisodeRow({ row, nowMs, onFold }: EpisodeRowProps) {
  const { episode, pattern, from, first } = row;
  const folded = row.kind === "folded";
  const facts = <Facts episode={episode} folded={folded} nowMs={nowMs} />;
  return (
    <ThreadRow pattern={pattern} from={from} first={first}>
      <Knot pattern={pattern}>
        {episode.is_history ? (
          <IconHistory size={14} stroke={2} aria-hidden="true" />
        ) : (
          <ChannelIcon channel={episode.channel} size={14} stroke={2} />
        )}
      </Knot>
      {isFoldable(episode) ? (
        <button
          type="button"
          className={`${styles.episode} ${styles.fold}`}
          aria-expanded={!folded}
          onClick={() => onFold(episode.id, !folded)}
        >
          {facts}
          <Chevron folded={folded} />
        </button>
      ) : (
        <div className={styles.episode}>{facts}</div>
      )}
    </ThreadRow>
  );
}

function Facts({ episode, folded, nowMs }: { episode: Conversation; folded: boolean; nowMs: number }) {
  const { t } = useTranslation();
  const queue = useQueues().data?.find((one) => one.id === episode.queue_id)?.name;
  const who = useHolderName(episode);
  const last = episode.last_message;
  const said = last && folded ? last.preview || t(`preview.${last.kind}`) : null;
  return (
    <>
      <b>{channelName(episode.channel)}</b>
      <span className="cut">
        {[episode.is_history ? t("thread.before_connection") : queue, said].filter(Boolean).join(" · ")}
      </span>
      <time dateTime={episode.opened_at}>
        {momentOf(episode.opened_at, nowMs)}
        {who && folded ? ` · ${who}` : ""}
      </time>
    </>
  );
}

function Chevron({ folded }: { folded: boolean }) {
  const Icon = folded ? IconChevronRight : IconChevronDown;
  return <Icon size={16} stroke={1.75} aria-hidden="true" />;
}

/** Who holds an episode, or held it to its end. */
export function useHolderName({ assignee }: Conversation): string | null {
  const { t } = useTranslation();
  const me = useSignedIn();
  if (!assignee) return null;
  return assignee.id === me.id ? t("chat.you") : assignee.name;
}
