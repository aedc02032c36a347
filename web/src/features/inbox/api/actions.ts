/** What is done to conversations from the list, to one or to many. Each answer is learnt; a refusal is thrown. */
import { post, remove } from "@/api/http";
import type { Claimed, Conversation } from "@/api/types";
import { desk } from "@/realtime/desk-store";

async function act(id: string, name: string, body: unknown = {}): Promise<Conversation> {
  const options = { idempotencyKey: crypto.randomUUID() };
  const conversation = await post<Conversation>(`/conversations/${id}/${name}`, body, options);
  desk.learn(conversation);
  return conversation;
}

export const markUnread = (id: string) => act(id, "unread");
export const snooze = (id: string, until: Date) => act(id, "snooze", { until: until.toISOString() });
export const claim = (id: string) => act(id, "claim") as Promise<Claimed>;
export const release = (id: string) => act(id, "release");
export const reopen = (id: string) => act(id, "reopen");
export const assign = (id: string, userId: string) => act(id, "assign", { user_id: userId });

export const resolve = (conversation: Conversation) =>
  act(conversation.id, "resolve", { last_seen_message_id: conversation.last_message?.id ?? "" });

export async function wake(id: string): Promise<void> {
  desk.learn(await remove<Conversation>(`/conversations/${id}/snooze`));
}
