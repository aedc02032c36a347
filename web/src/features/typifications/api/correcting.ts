/** Correcting what a closed conversation ended with, and everything it was ever closed with. */
import { useQuery } from "@tanstack/react-query";
import { get, put } from "@/api/http";
import { keys } from "@/api/keys";
import type { ConversationDetails, Typification } from "@/api/types";
import type { Choice } from "@/api/typifications";
import { desk } from "@/realtime/desk-store";

/** Of something said before, only what was chosen is said again. */
export async function correct(conversationId: string, { tree_id, node_id, comment }: Choice): Promise<void> {
  const choice: Choice = { tree_id, node_id, comment };
  desk.learnClosed(await put<ConversationDetails>(`/conversations/${conversationId}/typification`, choice));
}

/** Newest first; asked for anew whenever the conversation changed. */
export function useTypifiedHistory(conversationId: string, version: number, wanted: boolean) {
  return useQuery({
    queryKey: keys.typified(conversationId, version),
    queryFn: async ({ signal }) =>
      (await get<{ items: Typification[] }>(`/conversations/${conversationId}/typifications`, { signal }))
        .items,
    enabled: wanted,
  });
}
