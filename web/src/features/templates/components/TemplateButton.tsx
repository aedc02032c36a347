/** Opens the choice of a template: as a button where nothing else may be sent, as an icon beside the field. */
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/api/directory";
import type { Conversation } from "@/api/types";
import { Button, IconButton } from "@/ui/Button";
import { IconTemplate } from "@/ui/icons";

const TemplateDialog = lazy(() => import("./TemplateDialog"));

interface TemplateButtonProps {
  conversation: Conversation;
  look: "button" | "icon";
}

export function TemplateButton({ conversation, look }: TemplateButtonProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const may = useSignedIn().permissions.includes("templates.use");
  if (!may || !conversation.channel.startsWith("whatsapp")) return null;
  return (
    <>
      {look === "button" ? (
        <Button look="primary" onClick={() => setOpen(true)}>
          {t("templates.choose")}
        </Button>
      ) : (
        <IconButton label={t("templates.choose")} onClick={() => setOpen(true)}>
          <IconTemplate size={18} stroke={1.75} aria-hidden="true" />
        </IconButton>
      )}
      {open ? (
        <Suspense>
          <TemplateDialog conversation={conversation} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
