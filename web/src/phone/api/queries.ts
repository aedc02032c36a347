/** Server state of the page. One long poll tells that something changed; then all that is shown is read again. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { phoneApi } from "./calls";
import type { Behaviour, Chat } from "./types";

const root = "phone";
const keys = {
  connections: [root, "connections"],
  people: (connection: string) => [root, "people", connection],
  thread: (chat: Chat) => [root, "thread", chat.connection, chat.person],
  behaviour: [root, "behaviour"],
  log: [root, "log"],
};
const pauseMs = 150;
const offlinePauseMs = 2_000;

export function useConnections() {
  return useQuery({ queryKey: keys.connections, queryFn: phoneApi.connections });
}

export function usePeople(connection: string) {
  return useQuery({
    queryKey: keys.people(connection),
    queryFn: () => phoneApi.people(connection),
    enabled: connection !== "",
  });
}

export function useThread(chat: Chat | null) {
  return useQuery({
    queryKey: keys.thread(chat ?? { connection: "", person: "" }),
    queryFn: () => (chat ? phoneApi.thread(chat) : []),
    enabled: chat !== null,
  });
}

export function useBehaviour() {
  return useQuery({ queryKey: keys.behaviour, queryFn: phoneApi.behaviour });
}

export function useLog() {
  return useQuery({ queryKey: keys.log, queryFn: phoneApi.log });
}

/** Change some knobs: the others stay as the provider has them now. */
export function useSetKnobs() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (knobs: Partial<Behaviour>) =>
      phoneApi.setBehaviour({ ...(await phoneApi.behaviour()), ...knobs }),
    onSuccess: (behaviour) => client.setQueryData(keys.behaviour, behaviour),
  });
}

/** Any call that changes something; all that is shown is read again afterwards. */
export function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: [root] }),
  });
}

/** Keep what is shown fresh for as long as the page is open. */
export function useFreshness() {
  const client = useQueryClient();
  useEffect(() => {
    const leaving = new AbortController();
    void follow(leaving.signal, () => client.invalidateQueries({ queryKey: [root] }));
    return () => leaving.abort();
  }, [client]);
}

async function follow(signal: AbortSignal, refresh: () => Promise<void>) {
  let version = 0;
  while (!signal.aborted) {
    try {
      const seen = await phoneApi.changes(version, signal);
      if (seen.version !== version) await refresh();
      version = seen.version;
      await pause(pauseMs);
    } catch {
      await pause(offlinePauseMs);
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
