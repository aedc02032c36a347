/** Tells what the socket brings, and what time alone brings: a break that is over, a window that closes. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "@tanstack/react-query";
import { useMay, useSignedIn } from "@/api/directory";
import { get } from "@/api/http";
import { keys } from "@/api/keys";
import type { Alert, Conversation, Page } from "@/api/types";
import { customerName } from "@/i18n/customer";
import { desk } from "@/realtime/desk-store";
import { live } from "@/realtime/live";
import { breaksAt, useOwnPresence, useServerNow } from "@/realtime/presence";
import { type Hearer, type Tiding, tiding, tidingOf } from "./tidings";
import { useHearer } from "./useHearer";
import { useWakefulness } from "./useWakefulness";
import { Waiting } from "./waiting";

const lookEveryMs = 15_000;
const closesWithinMs = 60 * 60_000;
const troublesEveryMs = 60_000;

export function useTidings(): void {
  const { tell, hearer } = useHearer();
  useEvents(tell, hearer);
  useWakefulness(tell, hearer);
  useTime(tell, hearer);
  useTroubles(tell);
}

export type Tell = (tiding: Tiding) => void;

function useEvents(tell: Tell, hearer: () => Hearer): void {
  useEffect(() => {
    const waiting = new Waiting();
    return live.onEvent((event) => {
      const now = hearer();
      const found = tidingOf(event, now);
      if (found) tell(found);
      for (const one of waiting.heard(event, now.myId)) tell(ofWaiting(one, now));
    });
  }, [tell, hearer]);
}

/** The list says to readers of the screen how many are new. */
function ofWaiting(one: Conversation, { queueName, t }: Hearer): Tiding {
  const text = t("alerts.said_waiting", { customer: customerName(one), queue: queueName(one.queue_id) });
  return tiding(`waiting ${one.id} ${one.waiting_since ?? one.opened_at}`, "waiting", text, {
    conversationId: one.id,
    preview: one.last_message?.preview ?? null,
    isHeard: true,
  });
}

/** By the server's clock: this machine's may be wrong. */
function useTime(tell: Tell, hearer: () => Hearer): void {
  const { t } = useTranslation();
  const presence = useOwnPresence().data?.presence;
  const nowMs = useServerNow(lookEveryMs);
  const told = useRef(new Set<string>());
  useEffect(() => {
    function once(one: Tiding) {
      if (told.current.has(one.key)) return;
      told.current.add(one.key);
      tell(one);
    }
    const over = presence && breaksAt(presence, nowMs).find((one) => one.isCurrent && one.leftSeconds < 0);
    if (over)
      once(tiding(`break ${presence.since}`, "break_over", t("alerts.said_break", { name: over.name })));
    const { myId } = hearer();
    for (const { item } of [...desk.snapshot().conversations.values()]) {
      if (isClosing(item, myId, nowMs))
        once(ofClosing(item, t("alerts.said_closing", { customer: customerName(item) })));
    }
  }, [presence, nowMs, tell, hearer, t]);
}

function isClosing(one: Conversation, myId: string, nowMs: number): boolean {
  const closesAt = one.service_window_expires_at;
  if (one.assignee?.id !== myId || one.unanswered_count === 0 || one.state === "resolved" || !closesAt)
    return false;
  const leftMs = Date.parse(closesAt) - nowMs;
  return leftMs > 0 && leftMs < closesWithinMs;
}

function ofClosing(one: Conversation, text: string): Tiding {
  const key = `closing ${one.id} ${one.service_window_expires_at}`;
  return tiding(key, "window_closing", text, { conversationId: one.id });
}

/** How the product is reaches those who keep it through their centre alone. */
function useTroubles(tell: Tell): void {
  const { t } = useTranslation();
  const me = useSignedIn();
  const { data } = useQuery({
    queryKey: keys.newestAlerts,
    queryFn: async ({ signal }) =>
      (await get<Page<Alert>>("/me/alerts", { query: { limit: 10 }, signal })).items,
    enabled: useMay("connections.manage"),
    refetchInterval: troublesEveryMs,
    refetchIntervalInBackground: true,
  });
  useEffect(() => {
    for (const { id, event, about, is_read } of data ?? []) {
      if (is_read || (event !== "connection" && event !== "system")) continue;
      tell(tiding(`trouble ${me.id} ${id}`, event, t(`alerts.said_${event}`, { name: about })));
    }
  }, [data, tell, t, me.id]);
}
