/** What was said with a conversation's customer before its number was connected; mostly nothing. */
import { useQuery } from "@tanstack/react-query";
import { get } from "@/api/http";
import { keys } from "@/api/keys";
import type { Conversation } from "@/api/types";

const nothing: readonly Conversation[] = [];
const hourMs = 3_600_000;

export function useHistories({ id, is_history }: Conversation): readonly Conversation[] {
  const found = useQuery({
    queryKey: keys.history(id),
    queryFn: async ({ signal }) =>
      (await get<{ items: Conversation[] }>(`/conversations/${id}/history`, { signal })).items,
    enabled: !is_history,
    staleTime: hourMs,
  });
  return found.data ?? nothing;
}
