/** By what people come in besides a password: the buttons, the way there, and what comes of coming back. */
import { useQuery } from "@tanstack/react-query";
import { get } from "@/api/http";
import { keys } from "@/api/keys";
import { session, type TokenAnswer } from "@/api/session";
import type { WaysIn } from "@/api/types";

export const callbackPage = "/sign-in/callback";

export function useWaysIn() {
  return useQuery({
    queryKey: keys.waysIn,
    queryFn: ({ signal }) => get<WaysIn>("/auth/providers", { signal }),
    retry: false,
  });
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
