/** Says who took a conversation away from the signed-in person, or gave them one. */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useQueues, useSignedIn } from "@/api/directory";
import { customerName } from "@/i18n/customer";
import { desk } from "@/realtime/desk-store";
import { live } from "@/realtime/live";
import { toast } from "@/state/toast";

export function useToldOfMine(): void {
  const { t } = useTranslation();
  const me = useSignedIn();
  const queues = useQueues().data;

  useEffect(
    () =>
      live.onEvent(({ type, data }) => {
        const { by, previous_assignee_id, conversation } = data;
        if (!by || by.id === me.id) return;
        const was = previous_assignee_id === me.id;
        const shown = conversation ?? desk.snapshot().conversations[data.conversation_id ?? ""]?.item;
        const customer = shown ? customerName(shown) : t("message.customer");
        if (was && type === "conversation.released") {
          const queue = queues?.find(({ id }) => id === conversation?.queue_id)?.name ?? "";
          toast.show(t("told.released", { name: by.name, customer, queue }));
        } else if (was && (type === "conversation.left" || type === "conversation.assigned")) {
          toast.show(t("told.taken", { name: by.name, customer }));
        } else if (was && type === "conversation.resolved") {
          toast.show(t("told.resolved", { name: by.name, customer }));
        } else if (type === "conversation.assigned" && conversation?.assignee?.id === me.id) {
          toast.show(t("told.given", { name: by.name, customer }));
        }
      }),
    [me.id, queues, t],
  );
}
