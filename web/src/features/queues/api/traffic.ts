/** What is open in a queue now, kept current by its head and by one's own actions. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useEffect, useMemo } from "react";
import { ApiError, OfflineError } from "@/api/errors";
import { get, post } from "@/api/http";
import type { Conversation, Page } from "@/api/types";
import { desk, useDesk } from "@/realtime/desk-store";
import { live } from "@/realtime/live";

const shownAtMost = 100;
const halfMinuteMs = 30_000;
const settleMs = 800;

export function useTraffic(queueId: string) {
  const key = useMemo(() => ["conversations", "queue", queueId] as const, [queueId]);
  const cache = useQueryClient();
  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const startedSeq = desk.snapshot().seq;
      const asked = { queue: queueId, state: "open", limit: shownAtMost };
      const page = await get<Page<Conversation>>("/conversations", { query: asked, signal });
      desk.ingest({ conversations: page.items, startedSeq });
      return { ids: page.items.map(({ id }) => id), more: page.next_cursor !== null };
    },
    refetchInterval: halfMinuteMs,
  });

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = live.onEvent(({ type, data }) => {
      if (type !== "queue.changed" || data.queue_id !== queueId) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        void cache.invalidateQueries({ queryKey: key });
      }, settleMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [cache, key, queueId]);

  const known = useDesk((state) => state.conversations);
  const ids = query.data?.ids;
  const open = useMemo(
    () => (ids ?? []).flatMap((id) => known.get(id)?.item ?? []).filter((one) => isOpenIn(one, queueId)),
    [ids, known, queueId],
  );
  return {
    query,
    waiting: open.filter((one) => one.state === "new").sort(byWait),
    held: open.filter((one) => one.state !== "new").sort(byWait),
  };
}

function isOpenIn(conversation: Conversation, queueId: string): boolean {
  return conversation.queue_id === queueId && conversation.state !== "resolved";
}

/** Who has waited longest comes first; who waits for nothing, last. */
function byWait(one: Conversation, other: Conversation): number {
  const since = ({ waiting_since }: Conversation) => waiting_since ?? "9";
  return since(one).localeCompare(since(other));
}

export type QueueAction = "claim" | "assign" | "release";

export async function act(id: string, action: QueueAction, body: object = {}): Promise<Conversation> {
  const path = `/conversations/${id}/${action}`;
  const conversation = await post<Conversation>(path, body, { idempotencyKey: crypto.randomUUID() });
  desk.learn(conversation);
  return conversation;
}

export function refusalOf(error: unknown, t: TFunction): string {
  if (error instanceof OfflineError) return t("action.offline");
  if (!(error instanceof ApiError)) return t("action.failed");
  switch (error.code) {
    case "out_of_customer_service":
      return t("users.out_refusal");
    case "already_assigned":
      return error.holderName
        ? t("action.already_assigned", { name: error.holderName })
        : t("action.already_assigned_unknown");
    case "channel_not_served":
      return t("queues.channel_not_served");
    case "unknown_reference":
      return t("queues.person_not_served");
    case "not_found":
      return t("action.not_found");
    default:
      return t("action.failed");
  }
}
