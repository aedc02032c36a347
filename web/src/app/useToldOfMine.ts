/** Says who took a conversation away from the signed-in person, or gave them one. */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useQueues, useSignedIn } from "@/api/directory";
import { customerName } from "@/i18n/customer";
import { desk } from "@/realtime/desk-store";
import type { DeskEvent } from "@/realtime/events";
import { live } from "@/realtime/live";
import { toast } from "@/state/toast";

export function useToldOfMine(): void {
  const { t } = useTranslation();
  const me = useSignedIn();
  const queues = useQueues().data;

  useEffect(
    () =>
      live.onEvent((event) => {
        const word = toldOf(event, me.id);
        if (!word) return;
        const { by, conversation, conversation_id } = event.data;
        const shown = conversation ?? desk.snapshot().conversations[conversation_id ?? ""]?.item;
        const customer = shown ? customerName(shown) : t("message.customer");
        const queue = queues?.find(({ id }) => id === conversation?.queue_id)?.name ?? "";
        toast.show(t(`told.${word}`, { name: by?.name, customer, queue }));
      }),
    [me.id, queues, t],
  );
}

/** What another person did to a conversation of mine, or with one that is mine now. */
function toldOf({ type, data }: DeskEvent, myId: string): "released" | "taken" | "resolved" | "given" | null {
  if (!data.by || data.by.id === myId) return null;
  if (data.previous_assignee_id !== myId) {
    const isMine = data.conversation?.assignee?.id === myId;
    return type === "conversation.assigned" && isMine ? "given" : null;
  }
  if (type === "conversation.released") return "released";
  if (type === "conversation.resolved") return "resolved";
  return type === "conversation.left" || type === "conversation.assigned" ? "taken" : null;
}
