/** The quick replies that one writes with, what they are filled in with, and their files. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { byVariable, clientValues, useClientValues } from "@/api/client-values";
import { useSignedIn } from "@/api/directory";
import { get, post } from "@/api/http";
import { keys } from "@/api/keys";
import type { Conversation, LentFile, QuickReply } from "@/api/types";
import { attachments } from "@/state/attachments";
import { agentName, type Values } from "@/text/variables";

export function useReplies(enabled: boolean) {
  return useQuery({
    queryKey: keys.quickReplies,
    queryFn: async ({ signal }) => (await get<{ items: QuickReply[] }>("/quick-replies", { signal })).items,
    staleTime: 60_000,
    enabled,
  });
}

/** What is known now, to show; and asked for again, to write. */
export function useValues(conversation: Conversation, enabled: boolean) {
  const cache = useQueryClient();
  const me = useSignedIn();
  const contactId = conversation.contact.id;
  const known = useClientValues(contactId, enabled).data;
  const all = (client: Parameters<typeof byVariable>[0] | undefined): Values =>
    new Map([...(client ? byVariable(client, me) : []), [agentName, me.name]]);
  return {
    shown: all(known),
    now: async () => all(await clientValues(cache, contactId).catch(() => undefined)),
  };
}

/** Puts the files of a reply among those to send, each as a fresh upload. */
export async function attachFiles(conversationId: string, reply: QuickReply): Promise<void> {
  if (reply.files.length === 0) return;
  const { items } = await post<{ items: LentFile[] }>(`/quick-replies/${reply.id}/files`);
  const files = items.map((one) => ({
    uploadId: one.upload_id,
    name: one.filename,
    type: one.content_type,
    size: one.bytes,
  }));
  attachments.addStored(conversationId, files);
}
