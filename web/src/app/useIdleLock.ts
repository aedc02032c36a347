/** Locks the desk when nobody was there for too long, in all tabs alike; while somebody is, the session is kept. */
import { useEffect } from "react";
import { session } from "@/api/session";

const place = "hilo.present_at";
const lookEveryMs = 15_000;
const noteEveryMs = 5_000;
const signs = ["pointerdown", "keydown", "wheel"] as const;

/** When somebody was last at any tab. */
function presentAt(): number {
  return Number(localStorage.getItem(place) ?? 0);
}

export function useIdleLock(minutes: number | null): void {
  useEffect(() => {
    if (minutes === null) return;
    const limitMs = minutes * 60_000;
    let notedAt = 0;
    function note() {
      const now = Date.now();
      if (now - notedAt < noteEveryMs) return;
      notedAt = now;
      localStorage.setItem(place, String(now));
    }
    function look() {
      const now = Date.now();
      if (session.state() !== "signed_in") return;
      if (now - presentAt() >= limitMs) void session.lock();
      else if (session.tokenAgeMs(now) > limitMs / 2) void session.renew().catch(() => undefined);
    }
    function unlocked() {
      if (session.state() === "signed_in" && Date.now() - presentAt() >= limitMs) note();
    }
    note();
    const leave = session.subscribe(unlocked);
    const timer = setInterval(look, lookEveryMs);
    for (const sign of signs) window.addEventListener(sign, note, { passive: true, capture: true });
    return () => {
      leave();
      clearInterval(timer);
      for (const sign of signs) window.removeEventListener(sign, note, { capture: true });
    };
  }, [minutes]);
}
