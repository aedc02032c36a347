/** By what people come in besides a password: the buttons, the way there, and what comes of coming back. */
import { useEffect, useState } from "react";
import { get } from "@/api/http";
import { session, type TokenAnswer } from "@/api/session";
import type { WaysIn } from "@/api/types";

export const callbackPage = "/sign-in/callback";

/** Null until it is known, and where it cannot be. Out of the cache, which is emptied as somebody leaves. */
export function useWaysIn(): WaysIn | null {
  const [ways, setWays] = useState<WaysIn | null>(null);
  useEffect(() => {
    const asking = new AbortController();
    get<WaysIn>("/auth/providers", { signal: asking.signal }).then(setWays, () => undefined);
    return () => asking.abort();
  }, []);
  return ways;
}

/** Leaves for the provider; what the person wanted to see is where they come back to. */
export async function goTo(providerId: string, wanted: string): Promise<void> {
  const return_to = wanted.startsWith(callbackPage) ? "/" : wanted;
  const begun = await session.step<{ address: string }>(`providers/${providerId}/start`, { return_to });
  window.location.assign(begun.address);
}

/** What a provider's answer carries in the address. */
export function answerIn(search: string): Record<string, string> {
  const told = new URLSearchParams(search);
  return Object.fromEntries(
    ["state", "code", "error", "iss"].flatMap((name) => {
      const value = told.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

/** Comes in with the answer; the page to go to. */
export async function comeBack(answer: Record<string, string>): Promise<string> {
  await session.renew(null).catch(() => null); // whoever was in before is known first
  const entered = await session.step<TokenAnswer & { return_to: string }>("providers/finish", answer);
  session.accept(entered);
  return entered.return_to;
}
