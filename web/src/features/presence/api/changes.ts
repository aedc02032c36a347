/** Changing what one does, or what others do. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useSignedIn } from "@/api/directory";
import { ApiError, OfflineError } from "@/api/errors";
import { get, put } from "@/api/http";
import { keys } from "@/api/keys";
import type { OwnPresence, Presence, PresenceState } from "@/api/types";
import { learn } from "@/realtime/presence";

export interface Choice {
  state: PresenceState;
  break_type_id?: string | null;
  reason?: string | null;
}

export interface ManyChanged {
  items: Presence[];
  refused: { user_id: string; code: string }[];
}

interface Outcome<T> {
  done: (answer: T) => void;
  failed: (error: unknown) => void;
}

export function setOwn(choice: Choice, returnConversations = false): Promise<OwnPresence> {
  return put<OwnPresence>("/me/presence", { ...choice, return_conversations: returnConversations });
}

/** How many chats one holds, asked anew: the answer decides what one is asked. */
export async function heldNow(): Promise<number> {
  return (await get<OwnPresence>("/me/presence")).held_conversations;
}

export function useSetOwn({ done, failed }: Outcome<OwnPresence>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ choice, returns }: { choice: Choice; returns: boolean }) => setOwn(choice, returns),
    onSuccess: (own) => {
      cache.setQueryData(keys.ownPresence, own);
      done(own);
    },
    onError: failed,
  });
}

interface ChangeOfOthers {
  choice: Choice;
  userIds: readonly string[];
  /** Also gives what they hold back to its queues. */
  returns: boolean;
}

export function useSetOthers({ done, failed }: Outcome<ManyChanged>) {
  const cache = useQueryClient();
  const me = useSignedIn();
  return useMutation({
    mutationFn: ({ choice, userIds, returns }: ChangeOfOthers) =>
      returns
        ? setAndReturn(choice, userIds)
        : put<ManyChanged>("/presence", { ...choice, user_ids: userIds }),
    onSuccess: (answer) => {
      for (const presence of answer.items) learn(cache, me.id, presence);
      done(answer);
    },
    onError: failed,
    onSettled: () => cache.invalidateQueries({ queryKey: keys.colleagues }),
  });
}

/** One after the other: each may hold many chats, and a person's are given back in one request. */
async function setAndReturn(choice: Choice, userIds: readonly string[]): Promise<ManyChanged> {
  const outcome: ManyChanged = { items: [], refused: [] };
  for (const userId of userIds) {
    try {
      const path = `/users/${userId}/presence`;
      const answer = await put<OwnPresence>(path, { ...choice, return_conversations: true });
      outcome.items.push(answer.presence);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      outcome.refused.push({ user_id: userId, code: error.code });
    }
  }
  return outcome;
}

export function refusalWords(error: unknown, t: TFunction): string {
  if (error instanceof OfflineError) return t("action.offline");
  if (error instanceof ApiError && error.code === "break_unavailable") return t("presence.break_unavailable");
  return t("action.failed");
}
