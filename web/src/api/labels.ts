/** The labels in sight, and putting them on and off. Read by several features. */
import { useQuery } from "@tanstack/react-query";
import { desk } from "@/realtime/desk-store";
import { get, put } from "./http";
import { keys } from "./keys";
import type { Conversation, Label, Message } from "./types";

const noLabels: Label[] = [];

export function useLabels(): Label[] {
  const labels = useQuery({
    queryKey: keys.labels,
    queryFn: async () => (await get<{ items: Label[] }>("/labels")).items,
    staleTime: 60_000,
    refetchOnWindowFocus: true,
  });
  return labels.data ?? noLabels;
}

/** Those of a conversation or message, in their order; one that is not known yet is left out. */
export function useLabelsOf(ids: readonly string[]): Label[] {
  const labels = useLabels();
  if (ids.length === 0) return noLabels;
  return ids.flatMap((id) => labels.find((label) => label.id === id) ?? []);
}

export async function putMessageLabels(
  { id, conversation_id }: Message,
  labels: string[],
  seen: readonly string[],
): Promise<void> {
  const path = `/conversations/${conversation_id}/messages/${id}/labels`;
  desk.learnMessage(await put<Message>(path, { labels, seen }));
}

/** `seen` are those the person saw on it: what others did meanwhile stays. */
export async function putLabels(
  id: string,
  labels: string[],
  seen: readonly string[],
): Promise<Conversation> {
  const conversation = await put<Conversation>(`/conversations/${id}/labels`, { labels, seen });
  desk.learn(conversation);
  return conversation;
}
