/** A tab that slept or was cut off: what came meanwhile is told once, not message by message. */
import { useEffect } from "react";
import { desk } from "@/realtime/desk-store";
import { live } from "@/realtime/live";
import { crier } from "./crier";
import { type Hearer, type Tiding, tiding } from "./tidings";

const beatMs = 5_000;
/** Longer than any timer of a hidden tab is held back. */
const sleptMs = 90_000;
/** So long after the connection is back lists come in that show what was missed. */
const lookBackMs = 10_000;

export function useWakefulness(tell: (tiding: Tiding) => void, hearer: () => Hearer): void {
  useEffect(() => {
    let beat = Date.now();
    const timer = setInterval(() => {
      if (Math.abs(Date.now() - beat) > sleptMs) crier.woke();
      beat = Date.now();
    }, beatMs);
    return () => clearInterval(timer);
  }, []);

  useEffect(() => {
    let before: number | null = null;
    let stopLooking = () => {};
    const stopConnection = live.subscribe(() => {
      if (live.snapshot().state === "waiting") before ??= unreadOf(hearer().myId);
    });
    const stopReady = live.onReady(() => {
      if (before === null) return;
      crier.woke();
      stopLooking();
      stopLooking = lookBack(before, tell, hearer);
      before = null;
    });
    return () => {
      stopConnection();
      stopReady();
      stopLooking();
    };
  }, [tell, hearer]);
}

/** Tells once that more is unread than was before the connection was lost. */
function lookBack(before: number, tell: (tiding: Tiding) => void, hearer: () => Hearer): () => void {
  const stop = desk.subscribe(() => {
    const { myId, t } = hearer();
    if (unreadOf(myId) <= before) return;
    end();
    tell(tiding(`away ${Math.floor(Date.now() / 60_000)}`, "message", t("alerts.said_away")));
  });
  const timer = setTimeout(stop, lookBackMs);
  function end() {
    clearTimeout(timer);
    stop();
  }
  return end;
}

function unreadOf(myId: string): number {
  const mine = [...desk.snapshot().conversations.values()].filter(({ item }) => item.assignee?.id === myId);
  return mine.reduce((sum, { item }) => sum + item.unread_count, 0);
}
