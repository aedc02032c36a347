/** The numbers people write to: whether they work, and switching them off and on. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, patch } from "@/api/http";
import { keys } from "@/api/keys";
import type { Connection } from "@/api/types";

const halfMinuteMs = 30_000;

export function useConnections() {
  return useQuery({
    queryKey: keys.connections,
    queryFn: async ({ signal }) => (await get<{ items: Connection[] }>("/connections", { signal })).items,
    refetchInterval: halfMinuteMs,
  });
}

interface Outcome {
  done: (connection: Connection) => void;
  failed: (error: unknown) => void;
}

export function useSwitchConnection({ done, failed }: Outcome) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, enabled }: Pick<Connection, "id" | "version" | "enabled">) =>
      patch<Connection>(`/connections/${id}`, { enabled }, { version }),
    onSuccess: done,
    onError: failed,
    onSettled: () => cache.invalidateQueries({ queryKey: keys.connections }),
  });
}

/** Leads what customers write from now on to another queue. */
export function useLeadConnection({ done, failed }: Outcome) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, queue_id }: Pick<Connection, "id" | "version" | "queue_id">) =>
      patch<Connection>(`/connections/${id}`, { queue_id }, { version }),
    onSuccess: done,
    onError: failed,
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: keys.connections }),
        cache.invalidateQueries({ queryKey: keys.queues }),
      ]),
  });
}

export type ConnectionState = "working" | "limited" | "held" | "troubled" | "off";

/** What the provider forbids goes before what went wrong: the one explains the other. */
export function stateOf({ enabled, restriction, trouble }: Connection): ConnectionState {
  if (!enabled) return "off";
  if (restriction?.stops_sending) return "held";
  if (trouble) return "troubled";
  return restriction ? "limited" : "working";
}
