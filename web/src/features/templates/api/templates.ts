/** Calls about templates: the list of a connection, sending one, and beginning a conversation with one. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { get, post } from "@/api/http";
import { keys } from "@/api/keys";
import type { Conversation, Message, Startable, TemplateList } from "@/api/types";
import { desk } from "@/realtime/desk-store";

export interface TemplateToUse {
  name: string;
  language: string;
  parameters: Record<string, string>;
  header_upload_id?: string;
}

export interface NewConversation {
  connection_id: string;
  contact_id?: string;
  phone?: string;
  name?: string;
  template: TemplateToUse;
}

/** Asked again until somebody has read them: of many who ask at once only one does. */
export function useTemplates(connectionId: string | null) {
  const queries = useQueryClient();
  const key = keys.templates(connectionId ?? "");
  const list = useQuery({
    queryKey: key,
    queryFn: () => get<TemplateList>(`/connections/${connectionId}/templates`),
    enabled: connectionId !== null,
    staleTime: 60_000,
    refetchInterval: ({ state }) => (state.data && isBeingRead(state.data) ? 2_000 : false),
  });
  async function readAnew(): Promise<void> {
    const fresh = await get<TemplateList>(`/connections/${connectionId}/templates`, {
      query: { fresh: "true" },
    });
    queries.setQueryData(key, fresh);
  }
  return { list, readAnew };
}

export function isBeingRead(list: TemplateList): boolean {
  return list.fetched_at === null && list.failure === null;
}

export function useStartable() {
  return useQuery({
    queryKey: keys.startable,
    queryFn: () => get<{ items: Startable[]; default_country: string }>("/connections/startable"),
    staleTime: 60_000,
  });
}

/** The same body goes under the same key, so that a lost answer sends nothing twice. */
class Keys {
  private last: { body: string; key: string } | null = null;

  of(body: unknown): string {
    const text = JSON.stringify(body);
    if (this.last?.body !== text) this.last = { body: text, key: crypto.randomUUID() };
    return this.last.key;
  }

  done(): void {
    this.last = null;
  }
}

const sending = new Keys();
const starting = new Keys();

export async function sendTemplate(conversationId: string, template: TemplateToUse): Promise<void> {
  const path = `/conversations/${conversationId}/messages`;
  const idempotencyKey = sending.of({ path, template });
  const message = await post<Message>(path, { kind: "template", template }, { idempotencyKey });
  sending.done();
  desk.learnMessage(message);
}

export async function startConversation(body: NewConversation): Promise<Conversation> {
  const conversation = await post<Conversation>("/conversations", body, {
    idempotencyKey: starting.of(body),
  });
  starting.done();
  desk.learn(conversation);
  return conversation;
}
