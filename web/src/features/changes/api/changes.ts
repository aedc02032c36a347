/** Changes of settings that wait or waited: what they change, and deciding on them. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { ApiError, OfflineError } from "@/api/errors";
import { get, post } from "@/api/http";
import { keys } from "@/api/keys";
import type { Change, Page } from "@/api/types";

export type Verb = "approve" | "refuse" | "withdraw" | "undo";

export interface Decision {
  change: Change;
  verb: Verb;
  body?: object;
}

export function useChange(id: string) {
  return useQuery({
    queryKey: keys.change(id),
    queryFn: ({ signal }) => get<Change>(`/changes/${id}`, { signal }),
  });
}

export function usePastChanges() {
  return useInfiniteQuery({
    queryKey: keys.pastChanges,
    queryFn: ({ pageParam, signal }) =>
      get<Page<Change>>("/changes", { query: { state: "past", cursor: pageParam, limit: 50 }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** What was made may be any setting, so everything read of the house is read again. */
export function useDeciding(
  done: (answer: Change, decision: Decision) => void,
  failed: (error: unknown) => void,
) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ change, verb, body }: Decision) => post<Change>(`/changes/${change.id}/${verb}`, body),
    onSuccess: done,
    onError: failed,
    onSettled: () => cache.invalidateQueries(),
  });
}

const refusals = [
  "own_change",
  "change_decided",
  "change_outdated",
  "not_undoable",
  "not_permitted",
  "last_administrator",
  "not_yours_to_grant",
] as const;

/** Why a decision was not taken, or a change could not be made. */
export function refusalWords(code: string | null, t: TFunction): string {
  const known = refusals.find((one) => one === code);
  return t(known ? `changes.why_${known}` : "changes.why_other");
}

export function errorWords(error: unknown, t: TFunction): string {
  if (error instanceof OfflineError) return t("settings.offline");
  return refusalWords(error instanceof ApiError ? error.code : null, t);
}
