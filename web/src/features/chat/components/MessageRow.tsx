/** One message on the thread: its bubble, its time beside it, and below what went wrong and how to mend it. */
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/api/directory";
import type { Message } from "@/api/types";
import { clockTime } from "@/i18n/format";
import { IconButton } from "@/ui/Button";
import { IconArrowBackUp, IconCheck, IconChecks, IconClock, IconRobot, IconUsers } from "@/ui/icons";
import { ThreadRow } from "@/ui/Thread";
import type { TimelineRow } from "../api/timeline";
import { isLate } from "../api/messages";
import styles from "./Bubble.module.css";
import { Edited } from "./Edited";
import { MessageBody } from "./MessageBody";
import { ChipsBelow, ToolBeside } from "./MessageTools";
import { MessageTrouble } from "./MessageTrouble";
import { ReactButton, Reactions, ReactionTrouble } from "./Reactions";

interface MessageRowProps {
  row: Extract<TimelineRow, { kind: "message" }>;
  quoted: Message | undefined;
  customer: string;
  /** It is what somebody looked for. */
  sought: boolean;
  onReply: ((message: Message) => void) | null;
}

export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { row, quoted, customer, sought, onReply } = props;
  const { message } = row;
  const { t } = useTranslation();
  const out = message.direction === "out";
  const failed = message.status === "failed";
  const names = [styles.message, out ? styles.out : "", message.author.kind === "bot" ? styles.bot : ""];
  const mayReact = onReply !== null && !message.revoked_at && message.provider_id !== null;
  const bare = message.kind === "sticker" && message.media?.state === "ready" && !message.revoked_at;
  const shape = [
    styles.bubble,
    failed ? styles.failed : "",
    bare ? styles.bare : "",
    message.reactions.length ? styles.reacted : "",
    sought ? styles.sought : "",
  ];
  return (
    <ThreadRow pattern={row.pattern} from={row.from} gap={row.gap}>
      <div className={names.filter(Boolean).join(" ")}>
        <AuthorLine message={message} shown={row.leads} />
        <div className={styles.line}>
          <div className={shape.filter(Boolean).join(" ")}>
            {out ? null : <span className="sr">{customer}: </span>}
            {message.group_id ? <GroupMark /> : null}
            {message.reply_to ? (
              <Quote preview={message.reply_to.preview} quoted={quoted} customer={customer} />
            ) : null}
            <MessageBody message={message} />
            {message.reactions.length > 0 ? <Reactions message={message} /> : null}
          </div>
          <TimeAndStatus row={row} />
          {mayReact ? <ReactButton message={message} /> : null}
          {onReply && mayReact ? (
            <IconButton className={styles.answer} label={t("message.reply")} onClick={() => onReply(message)}>
              <IconArrowBackUp size={16} stroke={1.75} aria-hidden="true" />
            </IconButton>
          ) : null}
          <ToolBeside message={message} />
        </div>
        <Below message={message} mayReact={mayReact} />
      </div>
    </ThreadRow>
  );
});

/** What there is to say of a message besides what it says: most have nothing. */
function Below({ message, mayReact }: { message: Message; mayReact: boolean }) {
  return (
    <>
      <ChipsBelow message={message} />
      {isLate(message) ? <Late message={message} /> : null}
      {message.edited_at ? <Edited message={message} /> : null}
      {message.reactions.length > 0 ? <ReactionTrouble message={message} mayReact={mayReact} /> : null}
      <MessageTrouble message={message} />
    </>
  );
}

/** Named only if it is neither the customer nor oneself. */
function AuthorLine({ message, shown }: { message: Message; shown: boolean }) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const { author, direction } = message;
  if (direction === "in" || !shown || author.id === me.id) return null;
  const name = author.kind === "system" ? t("message.from_app") : (author.name ?? t("message.bot"));
  return (
    <div className={styles.who}>
      {author.kind === "bot" ? <IconRobot size={14} stroke={2} aria-hidden="true" /> : null}
      <b>{name}</b>
    </div>
  );
}

/** Said in a group; an answer reaches its author alone. */
function GroupMark() {
  const { t } = useTranslation();
  return (
    <span className={styles.group} title={t("message.group_help")}>
      <IconUsers size={14} stroke={2} aria-hidden="true" />
      {t("message.group")}
      <span className="sr">. {t("message.group_help")}</span>
    </span>
  );
}

function Quote({
  preview,
  quoted,
  customer,
}: {
  preview: string | null;
  quoted: Message | undefined;
  customer: string;
}) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const author =
    quoted?.direction === "in" ? customer : quoted?.author.id === me.id ? t("chat.you") : quoted?.author.name;
  return (
    <span className={styles.quote}>
      {author ? <b>{author}</b> : null}
      <span>{preview || quoted?.text || t(quoted ? `preview.${quoted.kind}` : "message.quote_missing")}</span>
    </span>
  );
}

/** It reached us long after it was written; below the bubble, which keeps its width. */
function Late({ message }: { message: Message }) {
  const { t } = useTranslation();
  if (!message.received_at) return null;
  return <div className={styles.edited}>{t("message.late", { time: clockTime(message.received_at) })}</div>;
}

function TimeAndStatus({ row }: { row: MessageRowProps["row"] }) {
  const { t } = useTranslation();
  const { message, showTime, lastOut } = row;
  const seen = message.status === "read" || message.status === "played";
  if (!showTime && !lastOut) return null;
  const said = lastOut && seen;
  const at = said ? (message.played_at ?? message.read_at ?? message.occurred_at) : message.occurred_at;
  return (
    <span className={styles.time}>
      {said && message.status ? t(`status.${message.status}`) : null}{" "}
      <time dateTime={at}>{clockTime(at)}</time>
      <Tick message={message} silent={said} />
    </span>
  );
}

function Tick({ message, silent }: { message: Message; silent: boolean }) {
  const { t } = useTranslation();
  const { status } = message;
  if (!status || status === "failed" || status === "unconfirmed") return null;
  const Icon = status === "queued" ? IconClock : status === "sent" ? IconCheck : IconChecks;
  const seen = status === "read" || status === "played";
  return (
    <>
      <Icon size={16} stroke={2} aria-hidden="true" className={seen ? styles.read : ""} />
      {silent ? null : <span className="sr">{t(`status.${status}`)}</span>}
    </>
  );
}
