/**
 * The rows of a tray, virtual and endless. While the pointer or the focus is inside, or the list is scrolled,
 * nothing pushes in from above: a pill says how many wait, and the order is taken up when the list is let go.
 */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type FocusEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useQueues, useSignedIn } from "@/api/directory";
import type { Conversation } from "@/api/types";
import type { ClosingSlot } from "@/api/typifications";
import { customerName } from "@/i18n/customer";
import type { DeskState } from "@/realtime/desk-state";
import { Button } from "@/ui/Button";
import { useNow } from "@/ui/useNow";
import { shownOrder } from "../api/shownOrder";
import { lateAfterMs, steadyOrder, type Tray } from "../api/trays";
import { useBulk } from "../api/useBulk";
import { type Selection, useSelection } from "../api/useSelection";
import styles from "./Inbox.module.css";
import { NewRowsVoice } from "./NewRowsVoice";
import { Row } from "./Row";
import { RowBox } from "./RowBox";
import { BulkFailures, SelectionBar } from "./SelectionBar";
import { useNextUnread } from "./useNextUnread";
import { useRowFocus } from "./useRowFocus";

const rowHeight = 72;
/** Pages may come short or empty; after so many of them a person decides whether to look on. */
const pagesByItself = 8;

interface RowsProps {
  tray: Tray;
  rows: readonly Conversation[];
  known: DeskState["conversations"];
  selectedId: string | null;
  hrefOf: (id: string) => string;
  hasMore: boolean;
  /** How many pages were asked for so far. */
  asked: number;
  busy: boolean;
  failed: boolean;
  loadMore: () => void;
  Closing: ClosingSlot;
}

export function Rows(props: RowsProps) {
  const { tray, rows, known, selectedId, hrefOf, hasMore, asked, busy, failed, loadMore, Closing } = props;
  const { t } = useTranslation();
  const me = useSignedIn();
  const nowMs = useNow(15_000);
  const queues = useQueues().data;
  const frame = useRef<HTMLDivElement>(null);
  const { order, waiting, hold, release } = useSteadyOrder(rows);
  // All rows are equally high, so that a place needs no key: with keys each new order would be measured anew.
  const list = useVirtualizer({
    count: order.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  });
  const items = list.getVirtualItems();
  useEffect(() => shownOrder.become(order), [order]);
  const selection = useSelection(order);
  const chosen = useMemo(
    () => [...selection.ids].flatMap((id) => known.get(id)?.item ?? []),
    [selection.ids, known],
  );
  const bulk = useBulk(chosen, selection);
  const focus = useRowFocus(order, selectedId, list, selection);
  useNextUnread(order, known, selectedId, hrefOf);
  const toggle = useToggle(selection);
  const lastShown = items.at(-1)?.index ?? 0;
  const rare = asked >= pagesByItself && order.length < asked * 2;
  useEffect(() => {
    if (hasMore && !busy && !failed && !rare && lastShown >= order.length - 10) loadMore();
  }, [hasMore, busy, failed, rare, lastShown, order.length, loadMore]);

  function onBlur(event: FocusEvent) {
    if (!event.currentTarget.contains(event.relatedTarget)) release("focus");
  }

  function takeUp() {
    release("all");
    frame.current?.scrollTo({ top: 0 });
  }

  return (
    <>
      {chosen.length > 0 ? (
        <SelectionBar chosen={chosen} bulk={bulk} onClear={selection.clear} Closing={Closing} />
      ) : null}
      <BulkFailures bulk={bulk} />
      {waiting > 0 ? (
        <button type="button" className={styles.pill} onClick={takeUp}>
          {t("inbox.pill", { count: waiting })}
        </button>
      ) : null}
      <div
        ref={frame}
        className={styles.rows}
        onPointerEnter={() => hold("pointer")}
        onPointerLeave={() => release("pointer")}
        onScroll={(event) => (event.currentTarget.scrollTop > 0 ? hold("scroll") : release("scroll"))}
      >
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrow keys move between the links inside */}
        <ul
          className={styles.space}
          style={{ height: list.getTotalSize() }}
          aria-label={t("inbox.rows", { tray: t(`tray.${tray}`) })}
          onFocus={() => hold("focus")}
          onBlur={onBlur}
          onKeyDown={focus.onKeyDown}
        >
          {items.map((item) => {
            const conversation = known.get(order[item.index] ?? "")?.item;
            return conversation ? (
              <li
                key={conversation.id}
                style={{ transform: `translateY(${item.start}px)` }}
                aria-setsize={hasMore ? -1 : order.length}
                aria-posinset={item.index + 1}
                data-chosen={selection.ids.has(conversation.id) || undefined}
                onFocus={() => focus.onFocusRow(conversation.id)}
              >
                <RowBox
                  name={customerName(conversation)}
                  checked={selection.ids.has(conversation.id)}
                  shown={selection.ids.size > 0}
                  id={conversation.id}
                  onToggle={toggle}
                />
                <Row
                  ref={focus.rowRef}
                  conversation={conversation}
                  me={me}
                  nowMs={nowMs}
                  lateAfterMs={lateAfterMs(queues?.find((queue) => queue.id === conversation.queue_id))}
                  href={hrefOf(conversation.id)}
                  selected={conversation.id === selectedId}
                  chosen={selection.ids.has(conversation.id)}
                  tabbable={conversation.id === focus.tabbableId}
                />
              </li>
            ) : null;
          })}
        </ul>
        {rare && hasMore && !failed ? (
          <p className={styles.foot}>
            {t("filter.rare")}{" "}
            <Button size="s" busy={busy} onClick={loadMore}>
              {t("filter.look_on")}
            </Button>
          </p>
        ) : null}
        {failed ? (
          <p className={styles.foot} role="alert">
            {t("inbox.more_failed")}{" "}
            <Button size="s" onClick={loadMore}>
              {t("failure.retry")}
            </Button>
          </p>
        ) : null}
      </div>
      <NewRowsVoice rows={rows} selectedId={selectedId} />
    </>
  );
}

/** The same function always, so that rows are not drawn anew for it. */
function useToggle(selection: Selection) {
  const latest = useRef(selection);
  latest.current = selection;
  return useCallback((id: string, extend: boolean) => {
    if (extend) latest.current.extendTo(id);
    else latest.current.toggle(id);
  }, []);
}

type Hold = "pointer" | "focus" | "scroll";

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one === other || (one.length === other.length && one.every((id, index) => id === other[index]));
}

function useSteadyOrder(rows: readonly Conversation[]) {
  const wanted = useMemo(() => rows.map((row) => row.id), [rows]);
  const [shown, setShown] = useState<readonly string[]>(wanted);
  const [holds, setHolds] = useState<ReadonlySet<Hold>>(new Set());
  const held = holds.size > 0;
  const steady = useMemo(() => (held ? steadyOrder(shown, wanted) : wanted), [held, shown, wanted]);
  const order = isSame(steady, shown) ? shown : steady;
  if (order !== shown) setShown(order);
  return {
    order,
    waiting: wanted.length - order.length,
    hold: (why: Hold) => setHolds((held) => (held.has(why) ? held : new Set(held).add(why))),
    release: (why: Hold | "all") =>
      setHolds((held) => (why === "all" ? new Set() : new Set([...held].filter((one) => one !== why)))),
  };
}
