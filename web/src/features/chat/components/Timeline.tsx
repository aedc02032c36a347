/** The timeline of the open conversation as it is loaded: skeleton, failure, or the thread from where one reads it. */
import { type RefObject, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Conversation, Message } from "@/api/types";
import { useOutbox } from "@/state/outbox";
import { Button } from "@/ui/Button";
import { AfterDelay, Banner, Bone, Failure } from "@/ui/Feedback";
import { IconAlertCircle } from "@/ui/icons";
import type { LoadedPage, ThreadStart } from "../api/threadPages";
import { Through } from "../api/through";
import { useThread, type useThreadStart } from "../api/useThread";
import type { Target } from "../api/useThreadScroll";
import styles from "./Chat.module.css";
import { NotesTrouble } from "./NotesTrouble";
import { Thread } from "./Thread";

interface TimelineProps {
  conversation: Conversation;
  reading: ReturnType<typeof useThreadStart>;
  /** The newest message shown, so that resolving can tell what was not. */
  seen: RefObject<string | null>;
  onReply: ((message: Message) => void) | null;
}

export function Timeline({ conversation, reading, seen, onReply }: TimelineProps) {
  const { t } = useTranslation();
  const { start, turn, toFoot } = reading;
  const { rows, messages, episodes, noted, pages, isAtFoot, fold } = useThread(conversation, start);
  const target = useTarget(start, pages.data?.pages);
  useSendingLeadsToFoot(conversation.id, isAtFoot, toFoot);
  useEffect(() => {
    seen.current = messages.at(-1)?.id ?? null;
  });
  if (pages.isPending) return <Bones />;
  if (pages.isError && !pages.data) {
    return (
      <div className={styles.frame}>
        <Failure title={t("chat.failed")} error={pages.error} onRetry={() => void pages.refetch()} />
      </div>
    );
  }
  return (
    <Through value={conversation.id}>
      {pages.isRefetchError ? <Stale onRetry={() => void pages.refetch()} /> : null}
      <NotesTrouble ids={noted} through={conversation.id} />
      <Thread
        key={turn}
        conversation={conversation}
        start={start}
        rows={rows}
        episodes={episodes}
        messages={messages}
        isAtFoot={isAtFoot}
        target={target}
        older={{
          more: pages.hasNextPage,
          busy: pages.isFetchingNextPage,
          failed: pages.isFetchNextPageError,
          load: () => void pages.fetchNextPage(),
        }}
        newer={{
          more: pages.hasPreviousPage,
          busy: pages.isFetchingPreviousPage,
          failed: pages.isFetchPreviousPageError,
          load: () => void pages.fetchPreviousPage(),
        }}
        onFoot={toFoot}
        onFold={fold}
        onReply={onReply}
      />
    </Through>
  );
}

/** The row that a walk begun in the middle is about. */
function useTarget(start: ThreadStart, pages: readonly LoadedPage[] | undefined): Target | null {
  const anchor = pages?.find((page) => page.anchor)?.anchor ?? null;
  return useMemo(() => {
    if (start.kind === "foot" || !anchor) return null;
    return { key: anchor, offset: start.kind === "message" ? (start.offset ?? null) : 0 };
  }, [start, anchor]);
}

/** What one sends stands at the foot, so one has to be there to see it. */
function useSendingLeadsToFoot(id: string, isAtFoot: boolean, toFoot: () => void): void {
  const sending = useOutbox().items.filter((item) => item.conversationId === id).length;
  const sent = useRef(sending);
  useEffect(() => {
    if (sending > sent.current && !isAtFoot) toFoot();
    sent.current = sending;
  }, [sending, isAtFoot, toFoot]);
}

/** What came while the connection was down could not be fetched: what is shown may have a hole. */
function Stale({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <Banner
      tone="bad"
      role="alert"
      icon={<IconAlertCircle size={18} stroke={1.75} aria-hidden="true" />}
      action={
        <Button size="s" onClick={onRetry}>
          {t("failure.retry")}
        </Button>
      }
    >
      {t("chat.stale")}
    </Banner>
  );
}

export function Bones() {
  return (
    <div className={styles.frame}>
      <AfterDelay>
        <div className={styles.bones} aria-hidden="true">
          <Bone width={260} height={34} />
          <Bone width={320} height={54} />
          <Bone width={180} height={34} />
          <Bone width={240} height={34} />
        </div>
      </AfterDelay>
    </div>
  );
}
