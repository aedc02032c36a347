/** Who works here and where: the signed-in person, colleagues and queues. Read by several features. */
import { useQuery } from "@tanstack/react-query";
import { get } from "./http";
import { keys } from "./keys";
import type { Connection, Me, Queue, User } from "./types";

const minuteMs = 60_000;

export function useMe() {
  return useQuery({ queryKey: keys.me, queryFn: () => get<Me>("/me"), staleTime: Number.POSITIVE_INFINITY });
}

/** The signed-in person where the desk is already shown only to one. */
export function useSignedIn(): Me {
  const me = useMe().data;
  if (!me) throw new Error("useSignedIn is used outside the signed-in pages");
  return me;
}

export function useQueues() {
  return useQuery({
    queryKey: keys.queues,
    queryFn: async () => (await get<{ items: Queue[] }>("/queues")).items,
    staleTime: 5 * minuteMs,
  });
}

export function useUsers(enabled: boolean) {
  return useQuery({
    queryKey: keys.users,
    queryFn: async () => (await get<{ items: User[] }>("/users")).items,
    staleTime: minuteMs,
    enabled,
  });
}

export function useConnectionNames(enabled: boolean) {
  return useQuery({
    queryKey: keys.connections,
    queryFn: async ({ signal }) => (await get<{ items: Connection[] }>("/connections", { signal })).items,
    staleTime: minuteMs,
    enabled,
  });
}

export function useQueueName(id: string): string {
  return useQueues().data?.find((queue) => queue.id === id)?.name ?? id;
}
