/** Sends a template in a conversation. Loaded on demand. */
import { Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Conversation } from "@/api/types";
import { toast } from "@/state/toast";
import { useMedia } from "@/ui/useMedia";
import { sendTemplate, useTemplates } from "../api/templates";
import { toUse, useChoice } from "../api/useChoice";
import { Actions } from "./Actions";
import { Picker } from "./Picker";

interface TemplateDialogProps {
  conversation: Conversation;
  onClose: () => void;
}

export default function TemplateDialog({ conversation, onClose }: TemplateDialogProps) {
  const { t } = useTranslation();
  const phone = useMedia("phone");
  const templates = useTemplates(conversation.connection_id);
  const choice = useChoice(conversation.id, templates.list.data?.items ?? []);
  const expires = conversation.service_window_expires_at;
  const sending = useMutation({
    mutationFn: async () => {
      const template = toUse(choice);
      if (template) await sendTemplate(conversation.id, template);
    },
    onSuccess: () => {
      choice.forget();
      toast.show(t("templates.sent"));
      onClose();
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      size={860}
      fullScreen={phone}
      title={t("templates.title")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Picker templates={templates} choice={choice} />
      <Actions
        choice={choice}
        windowOpen={expires !== null && Date.parse(expires) > Date.now()}
        error={sending.error}
        busy={sending.isPending}
        act={t("templates.send")}
        onAct={() => sending.mutate()}
        onDismiss={() => sending.reset()}
        onClose={onClose}
      />
    </Modal>
  );
}
