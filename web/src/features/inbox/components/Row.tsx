/** One conversation of the list: who, what was said last, and what it needs. */
import type { TFunction } from "i18next";
import { memo, type ReactNode, type Ref } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useLabelsOf } from "@/api/labels";
import type { Author, Conversation, LastMessage, Me, MessageKind } from "@/api/types";
import { customerName } from "@/i18n/customer";
import { comingMoment, duration, listTime } from "@/i18n/format";
import type { DeskState } from "@/realtime/desk-state";
import { useDesk } from "@/realtime/desk-store";
import { useTypists } from "@/realtime/typing";
import { useDraft } from "@/state/drafts";
import { useWaitingText } from "@/state/waiting-text";
import { Avatar } from "@/ui/Avatar";
import { channelName } from "@/ui/Channel";
import { LabelChip } from "@/ui/LabelChip";
import { withoutMarks } from "@/text/marks";
import { IconAlarm, IconAlertCircle, IconAlertTriangle, IconPencil } from "@/ui/icons";
import { StateGlyph } from "@/ui/StateGlyph";
import { waitingMs } from "../api/trays";
import styles from "./Row.module.css";

interface RowProps {
  conversation: Conversation;
  me: Me;
  nowMs: number;
  lateAfterMs: number;
  href: string;
  selected: boolean;
  chosen: boolean;
  tabbable: boolean;
  ref?: Ref<HTMLAnchorElement>;
}

export const Row = memo(function Row(props: RowProps) {
  const { conversation, me, nowMs, lateAfterMs, href, selected, chosen, tabbable, ref } = props;
  const { t } = useTranslation();
  const unread = conversation.unread_count > 0;
  const names = [
    styles.row,
    selected ? styles.on : "",
    chosen ? styles.chosen : "",
    unread ? styles.unread : "",
  ];
  const at = conversation.last_message?.occurred_at ?? conversation.opened_at;
  const other = conversation.assignee && conversation.assignee.id !== me.id ? conversation.assignee : null;
  return (
    <Link
      href={href}
      ref={ref}
      className={names.filter(Boolean).join(" ")}
      aria-current={selected ? "true" : undefined}
      tabIndex={tabbable ? 0 : -1}
      data-conversation={conversation.id}
    >
      <Avatar name={customerName(conversation)} channel={conversation.channel} className={styles.avatar} />
      <div className={styles.text}>
        <div className={styles.l1}>
          <span className={`${styles.name} cut`}>{customerName(conversation)}</span>
          <span className="sr">{channelName(conversation.channel)}</span>
          <time dateTime={at}>{listTime(at, nowMs)}</time>
        </div>
        <div className={styles.l2}>
          <Preview {...props} />
          {unread ? (
            <span className={styles.count}>
              <span aria-hidden="true">{conversation.unread_count}</span>
              <span className="sr">{t("inbox.unread", { count: conversation.unread_count })}</span>
            </span>
          ) : null}
        </div>
        <div className={styles.l3}>
          <State conversation={conversation} nowMs={nowMs} lateAfterMs={lateAfterMs} />
          <RowLabels ids={conversation.labels} />
          {other ? <span className={`${styles.holder} cut`}>{other.name}</span> : null}
        </div>
      </div>
    </Link>
  );
});

/** The first one, and how many more: two squeezed names say nothing. */
function RowLabels({ ids }: { ids: readonly string[] }) {
  const [first, ...others] = useLabelsOf(ids);
  if (!first) return null;
  const names = others.map(({ name }) => name).join(", ");
  return (
    <>
      <LabelChip label={first} />
      {others.length > 0 ? (
        <span title={names}>
          <span aria-hidden="true">+{others.length}</span>
          <span className="sr">{names}</span>
        </span>
      ) : null}
    </>
  );
}

function Preview({ conversation, me }: RowProps) {
  const { t } = useTranslation();
  const typists = useTypists(conversation.id);
  const draft = useDraft(conversation.id).text;
  const notSent = useNotSent(conversation);
  if (notSent !== null) {
    return (
      <Lead tone={styles.bad} icon={<IconAlertCircle size={14} stroke={2} aria-hidden="true" />}>
        {[t("inbox.not_sent"), notSent]}
      </Lead>
    );
  }
  if (typists.length > 0) {
    return <Writers names={typists.map(({ name }) => name)} />;
  }
  if (draft) {
    return (
      <Lead tone={styles.accent} icon={<IconPencil size={14} stroke={2} aria-hidden="true" />}>
        {[t("inbox.draft"), withoutMarks(draft)]}
      </Lead>
    );
  }
  return <LastMessageText conversation={conversation} me={me} />;
}

/** Colleagues who answer it at this moment: whoever thinks of opening it sees that nobody has to. */
function Writers({ names }: { names: readonly (string | null)[] }) {
  const { t } = useTranslation();
  return (
    <span className={`${styles.preview} ${styles.accent}`}>
      <IconPencil size={14} stroke={2} aria-hidden="true" />
      <span className="cut">{t("typing.answers", { count: names.length, names: names.join(", ") })}</span>
    </span>
  );
}

function Lead({ tone, icon, children }: { tone?: string; icon: ReactNode; children: [string, string] }) {
  const [word, text] = children;
  return (
    <span className={styles.preview}>
      <span className={`${styles.lead} ${tone}`}>
        {icon}
        {word}
      </span>
      <span className="cut">{text}</span>
    </span>
  );
}

function LastMessageText({ conversation, me }: { conversation: Conversation; me: Me }) {
  const { t } = useTranslation();
  const last = conversation.last_message;
  const author = useDesk((state) => authorOf(state, conversation));
  if (!last) return <span className={styles.preview}>{t("inbox.no_messages")}</span>;
  const text = previewWords(last, t);
  const words = () => {
    if (last.direction === "in") return text;
    if (last.is_echo) return t("inbox.echo", { text });
    if (author?.id === me.id) return t("inbox.you", { text });
    return author?.name ? t("inbox.author", { name: author.name.split(" ")[0], text }) : text;
  };
  return (
    <span className={styles.preview}>
      <span className="cut">{words()}</span>
    </span>
  );
}

/** A kind without words of its own is named; what a place or an order says is led by what it is. */
function previewWords({ kind, preview }: LastMessage, t: TFunction): string {
  const word = t(`preview.${kind}`);
  if (!preview || kind === "system") return word;
  const text = withoutMarks(preview);
  return named.has(kind) ? t("inbox.named", { word, text }) : text;
}

const named = new Set<MessageKind>(["location", "contacts", "order"]);

/** The author where the message itself is known, else the holder, who alone can have answered. */
function authorOf(state: DeskState, conversation: Conversation): Author | Conversation["assignee"] {
  const { last_message, id } = conversation;
  const known = last_message ? state.messages.get(id)?.get(last_message.id) : undefined;
  return known ? known.item.author : conversation.assignee;
}

function useNotSent(conversation: Conversation): string | null {
  const failed = useDesk((state) => {
    const { last_message, id } = conversation;
    const known = last_message ? state.messages.get(id)?.get(last_message.id)?.item : undefined;
    return known?.status === "failed" ? (known.text ?? last_message?.preview ?? "") : null;
  });
  const waiting = useWaitingText(conversation.id);
  return failed ?? waiting;
}

function State({
  conversation,
  nowMs,
  lateAfterMs,
}: Pick<RowProps, "conversation" | "nowMs" | "lateAfterMs">) {
  const { t } = useTranslation();
  const { state, snoozed_until, woken_at } = conversation;
  if (snoozed_until || woken_at) {
    return (
      <span className={`${styles.state} ${snoozed_until ? "" : styles.accent}`}>
        <IconAlarm size={14} stroke={2} aria-hidden="true" />
        {snoozed_until
          ? t("snooze.until", { time: comingMoment(snoozed_until, nowMs) })
          : t("snooze.back", { state: t(`state.${state}`) })}
      </span>
    );
  }
  const waited = waitingMs(conversation, nowMs);
  if (waited > lateAfterMs && (state === "new" || state === "pending")) {
    return (
      <span className={`${styles.state} ${styles.warn}`}>
        <IconAlertTriangle size={14} stroke={2} aria-hidden="true" />
        {t("inbox.waits", { time: duration(waited) })}
      </span>
    );
  }
  if (state === "new") {
    const word = waited < 60_000 ? t("inbox.new_now") : t("inbox.new_in_queue", { time: duration(waited) });
    return (
      <span className={`${styles.state} ${styles.accent}`}>
        <StateGlyph state="new" />
        {word}
      </span>
    );
  }
  const waits = state === "pending" && waited >= 60_000;
  return (
    <span className={styles.state}>
      <StateGlyph state={state} />
      {waits ? t("inbox.waits", { time: duration(waited) }) : t(`state.${state}`)}
    </span>
  );
}
