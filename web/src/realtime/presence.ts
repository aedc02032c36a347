/**
 * What people do, as this tab knows it: one's own, and of those in sight where a page looks. Answers and frames
 * are merged by version. Times are the server's: this machine's clock may be wrong.
 */
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useSignedIn } from "@/api/directory";
import { get } from "@/api/http";
import { keys } from "@/api/keys";
import type { BreakOfDay, Colleague, OwnPresence, Presence } from "@/api/types";
import type { PresenceSign } from "@/ui/PresenceGlyph";
import { useNow } from "@/ui/useNow";
import { live } from "./live";

const colleaguesEveryMs = 30_000;
const soonestRecheckMs = 1_000;
const longestTimerMs = 2 ** 31 - 1;

/** How far the server's clock is ahead of this machine's, as of the last thing heard. */
let aheadMs = 0;

function heard<T extends { presence: Presence }>(view: T): T {
  aheadMs = Date.parse(view.presence.at) - Date.now();
  return view;
}

/** The server's present, kept fresh. */
export function useServerNow(everyMs: number): number {
  return useNow(everyMs) + aheadMs;
}

/** The higher version wins; of equal ones, which may show another state as time goes by, the later. */
export function isNewer(view: Presence, known: Presence): boolean {
  if (view.version !== known.version) return view.version > known.version;
  return Date.parse(view.at) >= Date.parse(known.at);
}

export function useOwnPresence() {
  return useQuery({
    queryKey: keys.ownPresence,
    queryFn: async ({ signal }) => heard(await get<OwnPresence>("/me/presence", { signal })),
    staleTime: colleaguesEveryMs,
  });
}

/** Those in sight, live while somebody looks. */
export function useColleagues(enabled: boolean) {
  useEffect(() => {
    if (!enabled) return;
    live.socket.watchPresence();
    return () => live.socket.leavePresence();
  }, [enabled]);
  const query = useQuery({
    queryKey: keys.colleagues,
    queryFn: async ({ signal }) =>
      (await get<{ items: Colleague[] }>("/presence", { signal })).items.map(heard),
    refetchInterval: colleaguesEveryMs,
    enabled,
  });
  useRecheck(query.data?.map((one) => one.presence) ?? [], () => void query.refetch());
  return query;
}

/** Keeps what is shown of presence up to date; used once. */
export function usePresenceFeed(): void {
  const cache = useQueryClient();
  const me = useSignedIn();
  const own = useOwnPresence();
  useRecheck(own.data ? [own.data.presence] : [], () => void own.refetch());
  useEffect(() => {
    const stopEvents = live.onEvent(({ type, data }) => {
      if (type === "presence.changed" && data.presence) learn(cache, me.id, data.presence);
    });
    const stopReady = live.onReady(() => void cache.invalidateQueries({ queryKey: keys.presence }));
    return () => {
      stopEvents();
      stopReady();
    };
  }, [cache, me.id]);
}

/** Puts what was heard of somebody in place, unless it is known better. */
export function learn(cache: QueryClient, ownId: string, presence: Presence): void {
  function merged<T extends { presence: Presence }>(known: T): T {
    return isNewer(presence, known.presence) ? heard({ ...known, presence }) : known;
  }
  if (presence.user_id === ownId) {
    cache.setQueryData<OwnPresence>(keys.ownPresence, (known) => known && merged(known));
  }
  cache.setQueryData<Colleague[]>(keys.colleagues, (known) =>
    known?.map((one) => (one.id === presence.user_id ? merged(one) : one)),
  );
}

/** Asks again when what is shown may change by itself: a grace ends, a session runs out. */
function useRecheck(views: readonly Presence[], recheck: () => void): void {
  const dueMs = Math.min(...views.map((one) => (one.recheck_at ? Date.parse(one.recheck_at) : Infinity)));
  useEffect(() => {
    if (!Number.isFinite(dueMs)) return;
    const waitMs = Math.max(soonestRecheckMs, dueMs - (Date.now() + aheadMs));
    const timer = setTimeout(recheck, Math.min(waitMs, longestTimerMs));
    return () => clearTimeout(timer);
    // Only another instant sets another timer; `recheck` is a new function each time.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [dueMs]);
}

/** A lost connection has a sign of its own. */
export function signOf(presence: Presence): PresenceSign {
  return presence.returns_to ? "lost" : presence.state;
}

export interface BreakNow extends BreakOfDay {
  /** Negative where more was taken than granted. */
  leftSeconds: number;
  isCurrent: boolean;
}

/** Breaks as of now: the present one goes on, also while the connection is lost. */
export function breaksAt(presence: Presence, serverNowMs: number): BreakNow[] {
  const current = presence.break_type?.id ?? presence.returns_to?.break_type?.id ?? null;
  const sinceSeconds = Math.max(0, Math.floor((serverNowMs - Date.parse(presence.at)) / 1000));
  return presence.breaks.map((one) => {
    const isCurrent = one.id === current;
    const used_seconds = one.used_seconds + (isCurrent ? sinceSeconds : 0);
    return { ...one, used_seconds, isCurrent, leftSeconds: one.minutes * 60 - used_seconds };
  });
}

export interface BreakSum {
  usedMinutes: number;
  grantedMinutes: number;
  /** The present break is longer than granted. */
  isOver: boolean;
}

export function breakSum(breaks: readonly BreakNow[]): BreakSum {
  const usedSeconds = breaks.reduce((sum, one) => sum + one.used_seconds, 0);
  return {
    usedMinutes: Math.floor(usedSeconds / 60),
    grantedMinutes: breaks.reduce((sum, one) => sum + (one.is_open ? one.minutes : 0), 0),
    isOver: breaks.some((one) => one.isCurrent && one.leftSeconds < 0),
  };
}
