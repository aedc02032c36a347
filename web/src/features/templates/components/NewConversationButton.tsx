/** Opens the dialog that writes to a customer first: to anybody from the list, to one who is known from their chat. */
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/api/directory";
import { Button, IconButton } from "@/ui/Button";
import { IconMessagePlus } from "@/ui/icons";
import type { KnownContact } from "./NewConversationDialog";

const NewConversationDialog = lazy(() => import("./NewConversationDialog"));

export function NewConversationButton({ contact }: { contact?: KnownContact }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (!useSignedIn().permissions.includes("conversations.start")) return null;
  return (
    <>
      {contact ? (
        <Button onClick={() => setOpen(true)}>{t("start.again")}</Button>
      ) : (
        <IconButton label={t("start.title")} onClick={() => setOpen(true)}>
          <IconMessagePlus size={18} stroke={1.75} aria-hidden="true" />
        </IconButton>
      )}
      {open ? (
        <Suspense>
          <NewConversationDialog contact={contact} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
