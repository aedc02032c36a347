/** Keeps the live connection while someone is signed in, and refetches what is shown whenever it is ready. */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useQueues } from "@/api/directory";
import { keys } from "@/api/keys";
import { t } from "@/i18n";
import { desk } from "@/realtime/desk-store";
import type { DeskEvent } from "@/realtime/events";
import { live } from "@/realtime/live";
import { TrayMoves } from "@/realtime/tray-moves";
import { draftSync } from "@/state/draft-sync";
import { houseOutbox } from "@/state/house-outbox";
import { outbox } from "@/state/outbox";
import { preferences } from "@/state/preferences";
import { toast } from "@/state/toast";

const settleMs = 800;
/** On a busy desk the counters are asked for no oftener; the cost model reckons with it (infra/cost). */
const countersEveryMs = 15_000;

export function useRealtime(): void {
  const cache = useQueryClient();
  const queues = useQueues().data;

  useEffect(() => {
    const refresh = new Settled(cache);
    let lost = false;
    const stopConnection = live.subscribe(() => {
      lost ||= live.snapshot().state === "waiting";
    });
    const stopReady = live.onReady(() => {
      void cache.invalidateQueries({ queryKey: ["conversations"] });
      void cache.invalidateQueries({ queryKey: ["messages"] });
      if (lost) toast.show(backSentence(outbox.snapshot().items.length));
      lost = false;
      void cache.invalidateQueries({ queryKey: keys.alerts });
      void cache.invalidateQueries({ queryKey: ["notes"] });
      void cache.invalidateQueries({ queryKey: ["whispers"] });
      outbox.retry();
      houseOutbox.retry();
      pullOwn();
    });
    outbox.onLeftSent = (count) => toast.show(t("undo_send.left_sent", { count }));
    const stopEvents = live.onEvent((event) => refresh.after(event));
    desk.onGap = (id) => {
      void cache.invalidateQueries({ queryKey: keys.messages(id) });
      void cache.invalidateQueries({ queryKey: keys.conversation(id) });
    };
    const seen = () => (document.visibilityState === "visible" ? pullOwn() : undefined);
    document.addEventListener("visibilitychange", seen);
    const online = () => live.socket.retryNow();
    const offline = () => live.socket.networkLost();
    window.addEventListener("online", online);
    window.addEventListener("offline", offline);
    live.socket.start();
    return () => {
      document.removeEventListener("visibilitychange", seen);
      window.removeEventListener("online", online);
      window.removeEventListener("offline", offline);
      stopConnection();
      stopReady();
      stopEvents();
      refresh.stop();
      live.socket.stop();
    };

    function backSentence(unsent: number): string {
      return unsent > 0 ? t("connection.back_sent", { count: unsent }) : t("connection.back");
    }
  }, [cache]);

  useEffect(() => {
    if (queues) live.socket.watchOnly(queues.map((queue) => queue.id));
  }, [queues]);
}

/** What the person wrote or chose on another device meanwhile. */
function pullOwn(): void {
  void draftSync.pull();
  void preferences.pull();
}

/** Many events, one refetch: counters when trays changed, the lists when a queue's head names another set. */
class Settled {
  private counters: ReturnType<typeof setTimeout> | undefined;
  private countersAskedAt = Number.NEGATIVE_INFINITY;
  private readonly moves = new TrayMoves();
  private lists: ReturnType<typeof setTimeout> | undefined;
  private readonly cache: QueryClient;

  constructor(cache: QueryClient) {
    this.cache = cache;
  }

  after(event: DeskEvent): void {
    if (event.type.startsWith("alert.")) void this.cache.invalidateQueries({ queryKey: keys.alerts });
    if (this.moves.moved(event)) {
      const soonest = this.countersAskedAt + countersEveryMs - Date.now();
      this.counters ??= setTimeout(
        () => {
          this.counters = undefined;
          this.countersAskedAt = Date.now();
          void this.cache.invalidateQueries({ queryKey: keys.counters });
        },
        Math.max(settleMs, soonest),
      );
    }
    if (event.type === "queue.changed" && namesOthers(event)) {
      this.lists ??= setTimeout(() => {
        this.lists = undefined;
        void this.cache.invalidateQueries({ queryKey: keys.lists });
      }, settleMs);
    }
  }

  stop(): void {
    clearTimeout(this.counters);
    clearTimeout(this.lists);
  }
}

/** Someone else took a waiting conversation: the queue's head no longer has it and no other event says so. */
function namesOthers(event: DeskEvent): boolean {
  const { queue_id, head = [] } = event.data;
  const inHead = new Set(head.map((conversation) => conversation.id));
  for (const { item } of desk.snapshot().conversations.values()) {
    if (item.state === "new" && item.queue_id === queue_id && !inHead.has(item.id)) return true;
  }
  return false;
}
