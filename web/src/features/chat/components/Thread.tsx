/**
 * The timeline: virtual, newest at the foot, endless upwards. Stays at the foot while the reader is there, keeps
 * its place when older messages come in above, and finds it again after another conversation was open.
 */
import { useVirtualizer, type VirtualItem, type Virtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Conversation, Message } from "@/api/types";
import { customerName } from "@/i18n/customer";
import { Button } from "@/ui/Button";
import { IconArrowDown } from "@/ui/icons";
import { ThreadEnd } from "@/ui/Thread";
import { useNow } from "@/ui/useNow";
import { currentPattern, type TimelineRow as Row } from "../api/timeline";
import { useReading } from "../api/useReading";
import styles from "./Chat.module.css";
import { MessageRow } from "./MessageRow";
import { NoticeRow } from "./NoticeRow";
import { OutgoingRow } from "./OutgoingRow";
import { ScheduledRow } from "./ScheduledRow";
import { TimelineRow } from "./TimelineRow";

interface Place {
  offset: number;
  atEnd: boolean;
  measurements: VirtualItem[];
}

const places = new Map<string, Place>();
const nearEndPx = 48;
const tailPx = 12;

interface ThreadProps {
  conversation: Conversation;
  rows: readonly Row[];
  messages: readonly Message[];
  hasOlder: boolean;
  busy: boolean;
  failed: boolean;
  loadOlder: () => void;
  onReply: ((message: Message) => void) | null;
}

export function Thread(props: ThreadProps) {
  const { conversation, rows, messages, hasOlder, busy, failed, loadOlder, onReply } = props;
  const { t } = useTranslation();
  const nowMs = useNow(60_000);
  const frame = useRef<HTMLDivElement>(null);
  const space = useRef<HTMLDivElement>(null);
  const [place] = useState(() => places.get(conversation.id));
  const [atEnd, setAtEnd] = useState(place?.atEnd ?? true);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: (index) => (rows[index]?.kind === "message" ? 58 : 40),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
    paddingEnd: tailPx,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: nearEndPx,
    initialOffset: place?.offset ?? 0,
    initialMeasurementsCache: place?.measurements ?? [],
    onChange: (instance) => {
      setAtEnd(instance.isAtEnd(nearEndPx));
      if (!instance.isScrolling) remember(instance);
    },
  });

  useLayoutEffect(() => {
    if (!place || place.atEnd) list.scrollToEnd();
  }, [list, place]);

  // A growing composer takes height from the timeline, and rows grow; who reads its foot stays there.
  const atFoot = useRef(place?.atEnd ?? true);
  useEffect(() => {
    if (!frame.current || !space.current) return;
    const observer = new ResizeObserver(() => {
      if (atFoot.current) list.scrollToEnd();
    });
    observer.observe(frame.current);
    observer.observe(space.current);
    return () => observer.disconnect();
  }, [list]);

  function remember(instance: Virtualizer<HTMLDivElement, Element>) {
    places.set(conversation.id, {
      offset: instance.scrollOffset ?? 0,
      atEnd: instance.isAtEnd(nearEndPx),
      measurements: instance.takeSnapshot(),
    });
  }

  const sending = rows.filter((row) => row.kind === "outgoing").length;
  const sent = useRef(sending);
  useEffect(() => {
    if (sending > sent.current) list.scrollToEnd();
    sent.current = sending;
  }, [sending, list]);

  const items = list.getVirtualItems();
  const firstShown = items[0]?.index ?? 0;
  useEffect(() => {
    if (hasOlder && !busy && !failed && firstShown <= 5) loadOlder();
  }, [hasOlder, busy, failed, firstShown, loadOlder]);

  const unseen = useReading(conversation, messages, atEnd);
  const byId = useMemo(() => new Map(messages.map((message) => [message.id, message])), [messages]);

  return (
    <div className={styles.frame}>
      <div
        ref={frame}
        className={styles.log}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region has to be reachable by keyboard
        tabIndex={0}
        role="log"
        onScroll={() => {
          atFoot.current = list.isAtEnd(nearEndPx);
        }}
        aria-label={t("chat.log", { name: customerName(conversation) })}
        aria-busy={busy}
      >
        {failed ? (
          <p className={styles.older} role="alert">
            {t("chat.older_failed")}{" "}
            <Button size="s" onClick={loadOlder}>
              {t("failure.retry")}
            </Button>
          </p>
        ) : null}
        <div ref={space} className={styles.space} style={{ height: list.getTotalSize() }}>
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
                    onReply={onReply}
                  />
                ) : row.kind === "scheduled" ? (
                  <ScheduledRow row={row} conversation={conversation} nowMs={nowMs} />
                ) : row.kind === "outgoing" ? (
                  <OutgoingRow row={row} />
                ) : (
                  <TimelineRow row={row} conversation={conversation} nowMs={nowMs} />
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
        <button type="button" className={styles.toEnd} onClick={() => list.scrollToEnd()}>
          <IconArrowDown size={16} stroke={1.75} aria-hidden="true" />
          {unseen > 0 ? t("chat.to_end_new", { count: unseen }) : t("chat.to_end")}
        </button>
      )}
    </div>
  );
}
