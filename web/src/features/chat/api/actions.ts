/** What a person does to a conversation, and what a refusal says. The answer is the conversation itself. */
import { useMutation } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { fieldName } from "@/api/client-values";
import { useSignedIn } from "@/api/directory";
import { ApiError, OfflineError } from "@/api/errors";
import { post } from "@/api/http";
import type { Claimed, Conversation } from "@/api/types";
import type { Choice } from "@/api/typifications";
import { translator } from "@/i18n";
import { listed } from "@/i18n/format";
import { uncapitalised } from "@/i18n/languages";
import { desk } from "@/realtime/desk-store";
import { live } from "@/realtime/live";
import { closingDrafts } from "@/state/closing-drafts";
import { outbox } from "@/state/outbox";
import { toast } from "@/state/toast";
import { fieldOf } from "@/text/variables";

export type ActionName = "claim" | "release" | "resolve" | "reopen" | "assign";

interface Action {
  name: ActionName;
  body?: unknown;
  said: string;
  undo?: () => void;
}

async function act(id: string, name: ActionName, body?: unknown): Promise<Conversation> {
  const conversation = await post<Conversation>(`/conversations/${id}/${name}`, body ?? {}, {
    idempotencyKey: crypto.randomUUID(),
  });
  desk.learnClosed(conversation);
  return conversation;
}

export function useActions(
  conversation: Conversation,
  queueName: string,
  onRefused: (error: unknown) => void,
  onResolved?: () => void,
) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const { id } = conversation;
  const mutation = useMutation({
    mutationFn: async ({ name, body }: Action) => {
      await outbox.flush(id); // what was written before goes out before
      return act(id, name, body);
    },
    onSuccess: (answer, { name, said, undo }) => {
      toast.show(name === "claim" ? claimedSentence(said, answer as Claimed, t) : said, undo ?? null);
      if (name !== "resolve") return;
      closingDrafts.drop(me.id, id);
      onResolved?.();
    },
    onError: onRefused,
  });
  const pending = mutation.isPending ? (mutation.variables?.name ?? null) : null;
  return {
    pending,
    claim: () => mutation.mutate({ name: "claim", said: t("action.done_claim") }),
    release: () => mutation.mutate({ name: "release", said: t("action.done_release", { queue: queueName }) }),
    reopen: () => mutation.mutate({ name: "reopen", said: t("action.done_reopen") }),
    assign: (user: { id: string; name: string }) =>
      mutation.mutate({
        name: "assign",
        body: { user_id: user.id },
        said: t("action.done_assign", { name: user.name }),
      }),
    resolve: (lastSeenMessageId: string, choice: Choice | null) =>
      mutation.mutate({
        name: "resolve",
        body: { last_seen_message_id: lastSeenMessageId, ...(choice ? { typification: choice } : {}) },
        said: t("action.done_resolve"),
        undo: () => void undoResolve(id),
      }),
  };
}

/** The greeting that was not sent is told with why: the person greets by hand. */
function claimedSentence(said: string, { greeting }: Partial<Claimed>, t: TFunction): string {
  if (!greeting?.reason) return said;
  const { reason, missing } = greeting;
  const values = listed(missing.map((one) => uncapitalised(fieldName(fieldOf(one) ?? one))));
  return `${said} ${t(`greeting.unsent_${reason}`, { values })}`;
}

/** The undo outlives the chat that started it, so its refusal is told by the notice too. */
async function undoResolve(id: string): Promise<void> {
  try {
    await act(id, "reopen");
    toast.show(translator.t("action.done_reopen"));
  } catch (error) {
    toast.show(refusalSentence(error, translator.t));
  }
}

export function refusalSentence(error: unknown, t: TFunction): string {
  if (error instanceof OfflineError) return t("action.offline");
  if (!(error instanceof ApiError)) return t("action.failed");
  switch (error.code) {
    case "out_of_customer_service":
      return t("users.out_refusal");
    case "already_assigned":
      return error.holderName
        ? t("action.already_assigned", { name: error.holderName })
        : t("action.already_assigned_unknown");
    case "new_message":
      return t("action.new_message");
    case "not_holder":
      return t("action.not_holder");
    case "not_reopenable":
      return t("action.not_reopenable");
    case "typification_required":
      return t("typify.required");
    case "unknown_typification":
    case "typification_not_choosable":
      return t("typify.not_choosable");
    case "not_found":
      return t("action.not_found");
    default:
      return t("action.failed");
  }
}

/** Marks everything up to this message as read by the holder. A failure is harmless: the next one covers it. */
export async function markRead(conversationId: string, messageId: string): Promise<void> {
  desk.learn(await post<Conversation>(`/conversations/${conversationId}/read`, { message_id: messageId }));
}

const typingEveryMs = 5_000;
const colleaguesEveryMs = 3_000;
const typedAt = new Map<string, number>();

/** Shows the customer and colleagues that somebody answers; told now and then. A failure is harmless. */
export function tellTyping(conversationId: string): void {
  if (isTime(`colleagues ${conversationId}`, colleaguesEveryMs)) live.socket.type(conversationId);
  if (!isTime(conversationId, typingEveryMs)) return;
  post(`/conversations/${conversationId}/typing`).catch(() => undefined);
}

function isTime(what: string, everyMs: number): boolean {
  const nowMs = Date.now();
  if (Math.abs(nowMs - (typedAt.get(what) ?? 0)) < everyMs) return false;
  typedAt.set(what, nowMs);
  return true;
}
