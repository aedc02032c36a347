/** What the crier and the readers of events have to know of the person and of their page, as it is now. */
import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useQueues, useSignedIn } from "@/api/directory";
import { desk } from "@/realtime/desk-store";
import { useOwnPresence } from "@/realtime/presence";
import { usePreferences } from "@/state/preferences";
import { useMyRule } from "./alerts";
import { crier } from "./crier";
import type { Hearer, Tiding } from "./tidings";

/** `tell` and `hearer` stay the same; what they answer is of now. Nothing is told before the rule is known. */
export function useHearer() {
  const { t } = useTranslation();
  const me = useSignedIn();
  const queues = useQueues().data;
  const rule = useMyRule().data;
  const preferences = usePreferences();
  const onBreak = useOwnPresence().data?.presence.state === "break";
  const [place, go] = useLocation();
  const now = useRef({ t, queues, rule, preferences, onBreak, place, go });
  const waiting = useRef<Tiding[]>([]);
  useEffect(() => {
    now.current = { t, queues, rule, preferences, onBreak, place, go };
  });

  const tell = useCallback(
    (tiding: Tiding) => {
      const { rule, preferences, onBreak, ...page } = now.current;
      if (!rule) return void waiting.current.push(tiding);
      void crier.tell(tiding, {
        owner: me.id,
        rule,
        preferences,
        resting: onBreak && preferences.quiet_on_break,
        place: page.place,
        openLabel: page.t("house.open"),
        go: page.go,
      });
    },
    [me.id],
  );
  useEffect(() => {
    if (!rule) return;
    for (const tiding of waiting.current.splice(0)) tell(tiding);
  }, [rule, tell]);

  const hearer = useCallback(
    (): Hearer => ({
      myId: me.id,
      inView: document.hidden ? null : (now.current.place.match(/^\/conversations\/(\w+)/)?.[1] ?? null),
      conversationOf: (id) => desk.snapshot().conversations.get(id)?.item,
      queueName: (id) => now.current.queues?.find((queue) => queue.id === id)?.name ?? "",
      stateName: (state) => now.current.t(`presence.state_${state}`),
      t: now.current.t,
    }),
    [me.id],
  );
  return { tell, hearer };
}
