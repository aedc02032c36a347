/** The timeline of a contact's thread: endless both ways, drawn as far as it is in view. */
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Conversation, Message } from "@/api/types";
import { customerName } from "@/i18n/customer";
import { Button } from "@/ui/Button";
import { IconArrowDown } from "@/ui/icons";
import { ThreadEnd } from "@/ui/Thread";
import { useNow } from "@/ui/useNow";
import type { ShownRow as Row } from "../api/noteRows";
import type { ThreadStart } from "../api/threadPages";
import { currentPattern, type Episode } from "../api/timeline";
import { useReading } from "../api/useReading";
import { type Target, useThreadScroll } from "../api/useThreadScroll";
import styles from "./Chat.module.css";
import { MessageRow } from "./MessageRow";
import { NoteRow, OutgoingNoteRow } from "./NoteRow";
import { NoticeRow } from "./NoticeRow";
import { OutgoingRow } from "./OutgoingRow";
import { ScheduledRow } from "./ScheduledRow";
import { TimelineRow } from "./TimelineRow";

const nearRows = 5;

export interface Paging {
  more: boolean;
  busy: boolean;
  failed: boolean;
  load: () => void;
}

interface ThreadProps {
  conversation: Conversation;
  start: ThreadStart;
  rows: readonly Row[];
  episodes: readonly Episode[];
  /** Of the conversation that is open. */
  messages: readonly Message[];
  isAtFoot: boolean;
  target: Target | null;
  older: Paging;
  newer: Paging;
  onFoot: () => void;
  onFold: (episode: string, away: boolean) => void;
  onReply: ((message: Message) => void) | null;
}

export function Thread(props: ThreadProps) {
  const { conversation, start, rows, episodes, messages, isAtFoot, target, older, newer } = props;
  const { t } = useTranslation();
  const nowMs = useNow(60_000);
  const scroll = useThreadScroll({ conversationId: conversation.id, start, rows, isAtFoot, target });
  const { list, atEnd, toEnd } = scroll;

  const sending = rows.filter((row) => row.kind === "outgoing" || row.kind === "outgoing_note").length;
  const sent = useRef(sending);
  useEffect(() => {
    if (sending > sent.current) toEnd();
    sent.current = sending;
  }, [sending, toEnd]);

  const items = list.getVirtualItems();
  useNearby(older, (items[0]?.index ?? 0) <= nearRows);
  useNearby(newer, (items.at(-1)?.index ?? 0) >= rows.length - nearRows);

  const unseen = useReading(conversation, messages, atEnd, isAtFoot);
  const byId = useMemo(
    () => new Map(episodes.flatMap((one) => one.messages.map((message) => [message.id, message]))),
    [episodes],
  );
  const toFoot = () => (isAtFoot ? toEnd() : props.onFoot());

  return (
    <div className={styles.frame}>
      <div
        ref={scroll.frame}
        className={styles.log}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region has to be reachable by keyboard
        tabIndex={0}
        role="log"
        data-thread
        onScroll={scroll.onScroll}
        aria-label={t("chat.log", { name: customerName(conversation) })}
        aria-busy={older.busy || newer.busy}
      >
        {older.failed ? (
          <p className={styles.older} role="alert">
            {t("chat.older_failed")}{" "}
            <Button size="s" onClick={older.load}>
              {t("failure.retry")}
            </Button>
          </p>
        ) : null}
        <div ref={scroll.space} className={styles.space} style={{ height: list.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <div
                key={item.key}
                data-index={item.index}
                ref={list.measureElement}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {row.kind === "message" && row.message.kind === "system" ? (
                  <NoticeRow row={row} />
                ) : row.kind === "message" ? (
                  <MessageRow
                    row={row}
                    quoted={row.message.reply_to ? byId.get(row.message.reply_to.id) : undefined}
                    customer={customerName(conversation)}
                    sought={target?.key === row.key && target.offset === null}
                    onReply={row.message.conversation_id === conversation.id ? props.onReply : null}
                  />
                ) : row.kind === "note" ? (
                  <NoteRow row={row} />
                ) : row.kind === "outgoing_note" ? (
                  <OutgoingNoteRow row={row} />
                ) : row.kind === "scheduled" ? (
                  <ScheduledRow row={row} conversation={conversation} nowMs={nowMs} />
                ) : row.kind === "outgoing" ? (
                  <OutgoingRow row={row} />
                ) : (
                  <TimelineRow
                    row={row}
                    queueId={conversation.queue_id}
                    nowMs={nowMs}
                    onFold={props.onFold}
                  />
                )}
              </div>
            );
          })}
          <div className={styles.tail}>
            <ThreadEnd pattern={currentPattern(conversation)} />
          </div>
        </div>
      </div>
      {atEnd ? null : (
        <button type="button" className={styles.toEnd} onClick={toFoot}>
          <IconArrowDown size={16} stroke={1.75} aria-hidden="true" />
          {unseen > 0 ? t("chat.to_end_new", { count: unseen }) : t("chat.to_end")}
        </button>
      )}
    </div>
  );
}

/** Asks for more before the reader reaches the end of what is there. */
function useNearby({ more, busy, failed, load }: Paging, near: boolean): void {
  useEffect(() => {
    if (near && more && !busy && !failed) load();
  }, [near, more, busy, failed, load]);
}
