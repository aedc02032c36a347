/** What arrived and could not be processed: read, try again, put away with a reason. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { get, post } from "@/api/http";
import { keys } from "@/api/keys";
import type { DeadLetter, Page } from "@/api/types";

export function useDeadLetters() {
  return useInfiniteQuery({
    queryKey: keys.deadLetters,
    queryFn: ({ pageParam, signal }) =>
      get<Page<DeadLetter>>("/dead-letters", { query: { cursor: pageParam, limit: 50 }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function useDeadLetterAction(done: (action: "replay" | "discard") => void, failed: () => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, action, comment }: { id: string; action: "replay" | "discard"; comment?: string }) =>
      post<unknown>(`/dead-letters/${id}/${action}`, comment === undefined ? {} : { comment }, {
        idempotencyKey: crypto.randomUUID(),
      }),
    onSuccess: (_answer, { action }) => done(action),
    onError: failed,
    onSettled: () => cache.invalidateQueries({ queryKey: keys.deadLetters }),
  });
}

const reasons = [
  "unknown_number",
  "connection_disabled",
  "unparsable",
  "too_large",
  "too_many_messages",
  "failed_repeatedly",
] as const;

export function reasonWords(reason: string, t: TFunction): string {
  const known = reasons.find((one) => one === reason);
  return known ? t(`dead.reason_${known}`) : reason.replaceAll("_", " ");
}

const states = ["open", "replayed", "discarded"] as const;

export function stateWords(state: string, t: TFunction): string {
  const known = states.find((one) => one === state);
  return known ? t(`dead.state_${known}`) : state;
}

export function isOpen(letter: DeadLetter): boolean {
  return letter.state !== "replayed" && letter.state !== "discarded";
}
