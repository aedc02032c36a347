/** The person's centre and the rule of their role, as the server keeps them. */
import { type QueryClient, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, post, put } from "@/api/http";
import { keys } from "@/api/keys";
import type { Alert, AlertRule, Mention, Page } from "@/api/types";

const pageSize = 30;

/** How many are unread; 100 stands for that and more. */
export function useUnreadAlerts(): number {
  const { data } = useQuery({
    queryKey: keys.unreadAlerts,
    queryFn: async ({ signal }) => (await get<{ count: number }>("/me/alerts/unread", { signal })).count,
    staleTime: 60_000,
    refetchOnWindowFocus: true,
  });
  return data ?? 0;
}

export function useAlerts() {
  return useInfiniteQuery({
    queryKey: keys.alertList,
    queryFn: ({ pageParam, signal }) =>
      get<Page<Alert>>("/me/alerts", { query: { cursor: pageParam, limit: pageSize }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function useMentions() {
  return useInfiniteQuery({
    queryKey: keys.mentions,
    queryFn: ({ pageParam, signal }) =>
      get<Page<Mention>>("/me/mentions", { query: { cursor: pageParam, limit: pageSize }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** Whatever was read, or came, is asked for again. */
export function refreshAlerts(cache: QueryClient): void {
  void cache.invalidateQueries({ queryKey: keys.alerts });
}

export function useReading() {
  const cache = useQueryClient();
  async function send(path: string, body: object) {
    await post(path, body).catch(() => undefined);
    refreshAlerts(cache);
  }
  return {
    read: (ids: string[]) => send("/me/alerts/read", { ids }),
    readAll: (up_to: string) => send("/me/alerts/read-all", { up_to }),
    readMention: (noteId: string) => send("/me/mentions/read", { note_ids: [noteId] }),
  };
}

export function useMyRule() {
  return useQuery({
    queryKey: keys.myAlertRule,
    queryFn: ({ signal }) => get<AlertRule>("/me/alert-rule", { signal }),
    staleTime: 60_000,
    refetchOnWindowFocus: true,
  });
}

export function useRules() {
  return useQuery({
    queryKey: keys.alertRules,
    queryFn: async ({ signal }) => (await get<{ items: AlertRule[] }>("/alert-rules", { signal })).items,
    refetchOnWindowFocus: true,
  });
}

export function useSaveRule() {
  const cache = useQueryClient();
  return async (role: string, events: AlertRule["events"], version: number): Promise<AlertRule> => {
    try {
      return await put<AlertRule>(`/alert-rules/${role}`, { events }, { version });
    } finally {
      await cache.refetchQueries({ queryKey: keys.alertRules });
      void cache.invalidateQueries({ queryKey: keys.myAlertRule });
    }
  };
}
