/** What an event of the desk has to tell the person in front of it, in words. Pure. */
import type { TFunction } from "i18next";
import type { AlertEvent, Conversation, Message, Presence } from "@/api/types";
import { customerName } from "@/i18n/customer";
import type { DeskEvent } from "@/realtime/events";
import { toldOf } from "./told";

export interface Tiding {
  /** The same in every tab, and however often the frame comes. */
  key: string;
  event: AlertEvent;
  text: string;
  conversationId: string | null;
  /** What the customer wrote: shown outside the page only to whoever chose so. */
  preview: string | null;
  /** Something else on the page tells readers of the screen already. */
  isHeard: boolean;
}

export interface Hearer {
  myId: string;
  /** The chat that is in front of them. */
  inView: string | null;
  conversationOf: (id: string) => Conversation | undefined;
  queueName: (id: string) => string;
  stateName: (state: Presence["state"]) => string;
  t: TFunction;
}

/** How long after a change a frame may tell of it as news: both instants are the server's. */
const freshMs = 60_000;

export function tidingOf(event: DeskEvent, hearer: Hearer): Tiding | null {
  return (
    ofHandover(event, hearer) ??
    ofMessage(event, hearer) ??
    ofHouse(event, hearer) ??
    ofPresence(event, hearer)
  );
}

export function tiding(key: string, event: AlertEvent, text: string, more: Partial<Tiding> = {}): Tiding {
  return { key, event, text, conversationId: null, preview: null, isHeard: false, ...more };
}

function ofHandover(event: DeskEvent, { myId, conversationOf, queueName, t }: Hearer): Tiding | null {
  const told = toldOf(event, myId);
  const { conversation, conversation_id, by } = event.data;
  const id = conversation?.id ?? conversation_id;
  if (!told || !id) return null;
  const shown = conversation ?? conversationOf(id);
  const customer = shown ? customerName(shown) : t("message.customer");
  const queue = shown ? queueName(shown.queue_id) : "";
  const text = t(`told.${told}`, { name: by?.name, customer, queue });
  const given = told === "given";
  const key = `${told} ${id} ${conversation?.version ?? event.at}`;
  return tiding(key, given ? "assigned" : "taken", text, { conversationId: given ? id : null });
}

function ofMessage({ type, data }: DeskEvent, hearer: Hearer): Tiding | null {
  const { message } = data;
  if (!message) return null;
  if (type === "message.received") return received(message, hearer);
  return type === "message.status_changed" ? failed(message, hearer) : null;
}

function received(message: Message, { myId, inView, conversationOf, t }: Hearer): Tiding | null {
  const id = message.conversation_id;
  const conversation = conversationOf(id);
  if (message.direction !== "in" || conversation?.assignee?.id !== myId) return null;
  const open = id === inView;
  const text = t("alerts.said_message", { customer: customerName(conversation) });
  const preview = message.text?.trim() || conversation.last_message?.preview || null;
  return tiding(`message ${message.id}`, open ? "open_message" : "message", text, {
    conversationId: id,
    preview,
    isHeard: open,
  });
}

function failed(message: Message, { myId, conversationOf, t }: Hearer): Tiding | null {
  if (message.status !== "failed" || message.author.id !== myId) return null;
  const conversation = conversationOf(message.conversation_id);
  const customer = conversation ? customerName(conversation) : t("message.customer");
  const missed = message.send_at && message.attempts === 0;
  const text = missed ? t("scheduled.missed", { name: customer }) : t("alerts.said_failed", { customer });
  return tiding(`failed ${message.id} ${message.failed_at}`, "failed", text, {
    conversationId: message.conversation_id,
  });
}

function ofHouse({ data }: DeskEvent, { myId, t }: Hearer): Tiding | null {
  const { note, whisper, mentioned = [], conversation } = data;
  if (!conversation) return null;
  const customer = customerName(conversation);
  const more = { conversationId: conversation.id };
  if (note && note.author.id !== myId && mentioned.includes(myId)) {
    const text = t("house.mentioned_you", { name: note.author.name, customer });
    return tiding(`mention ${note.id} ${note.version}`, "mention", text, more);
  }
  if (whisper && whisper.author.id !== myId) {
    const text = t("house.whispered", { name: whisper.author.name, customer });
    return tiding(`whisper ${whisper.id}`, "whisper", text, more);
  }
  return null;
}

function ofPresence({ type, at, data }: DeskEvent, { myId, stateName, t }: Hearer): Tiding | null {
  const { presence } = data;
  if (type !== "presence.changed" || presence?.user_id !== myId || presence.cause !== "chosen") return null;
  const { set_by, since, break_type } = presence;
  if (!set_by || set_by.id === myId || !since || Date.parse(at) - Date.parse(since) > freshMs) return null;
  const state = break_type?.name ?? stateName(presence.returns_to?.state ?? presence.state);
  const text = t("alerts.said_presence", { name: set_by.name ?? t("settings.somebody"), state });
  return tiding(`presence ${since}`, "presence_changed", text);
}
