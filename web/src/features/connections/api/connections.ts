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

export type ConnectionState = "working" | "troubled" | "off";

export function stateOf(connection: Connection): ConnectionState {
  if (!connection.enabled) return "off";
  return connection.trouble ? "troubled" : "working";
}
