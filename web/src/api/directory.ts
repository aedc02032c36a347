/** Who works here and where, and what the organisation decides of their desk: the signed-in person, colleagues and queues. Read by several features. */
import { useQuery } from "@tanstack/react-query";
import { get } from "./http";
import { keys } from "./keys";
import type { Connection, Me, Queue, Role, User } from "./types";

const minuteMs = 60_000;

export function useMe(refetchInterval: number | false = false) {
  return useQuery({
    queryKey: keys.me,
    queryFn: () => get<Me>("/me"),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval,
  });
}

/** The same, asked again every five minutes that the page is in sight: once in a page, whoever else reads it. */
export function useFreshMe() {
  return useMe(5 * minuteMs);
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
    staleTime: minuteMs,
    refetchInterval: 5 * minuteMs,
    refetchOnWindowFocus: true,
  });
}

export function useRoles() {
  return useQuery({
    queryKey: keys.roles,
    queryFn: async () => (await get<{ items: Role[] }>("/roles")).items,
    staleTime: 5 * minuteMs,
  });
}

/** Whether the signed-in person's role has a permission; the API refuses all the same. */
export function useMay(permission: string): boolean {
  return useSignedIn().permissions.includes(permission);
}

export function useUsers(enabled: boolean) {
  return useQuery({
    queryKey: keys.users,
    queryFn: async () => (await get<{ items: User[] }>("/users")).items,
    staleTime: minuteMs,
    enabled,
  });
}

/** Every connection, for those who may read them. */
export function useConnectionNames(enabled: boolean) {
  return useQuery({
    queryKey: keys.connections,
    queryFn: async ({ signal }) => (await get<{ items: Connection[] }>("/connections", { signal })).items,
    staleTime: minuteMs,
    enabled,
  });
}

/** Of a connection that leads to one of the person's queues. */
export function useConnectionName(id: string): string {
  const queues = useQueues().data ?? [];
  return queues.flatMap((queue) => queue.connections).find((one) => one.id === id)?.name ?? id;
}

export function useQueueName(id: string): string {
  return useQueues().data?.find((queue) => queue.id === id)?.name ?? id;
}
