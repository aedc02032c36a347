/** Says who took a conversation away from the signed-in person, or gave them one. */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useQueues, useSignedIn } from "@/api/directory";
import { customerName } from "@/i18n/customer";
import { desk } from "@/realtime/desk-store";
import type { DeskEvent } from "@/realtime/events";
import { live } from "@/realtime/live";
import { toast } from "@/state/toast";
import { toldOf } from "./told";

export function useToldOfMine(): void {
  const { t } = useTranslation();
  const me = useSignedIn();
  const queues = useQueues().data;

  useEffect(() => {
    function tell(event: DeskEvent) {
      const told = toldOf(event, me.id);
      if (!told) return;
      const shown = conversationOf(event);
      const customer = shown ? customerName(shown) : t("message.customer");
      const queue = queues?.find(({ id }) => id === shown?.queue_id)?.name ?? "";
      toast.show(t(`told.${told}`, { name: event.data.by?.name, customer, queue }));
    }
    return live.onEvent(tell);
  }, [me.id, queues, t]);
}

/** A conversation that left travels by its id alone. */
function conversationOf({ data }: DeskEvent) {
  return data.conversation ?? desk.snapshot().conversations.get(data.conversation_id ?? "")?.item ?? null;
}
