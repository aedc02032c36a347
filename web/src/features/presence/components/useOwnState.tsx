/** Changing one's own state, and leaving: who holds chats is asked first what becomes of them. */
import { Modal } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { activityWords } from "@/i18n/presence-words";
import { putAway } from "@/state/hints";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import dialog from "@/ui/Dialog.module.css";
import { type Choice, heldNow, refusalWords, setOwn, useSetOwn } from "../api/changes";

interface Leaving {
  held: number;
  go: (returns: boolean) => void;
}

export function useOwnState() {
  const { t } = useTranslation();
  const [leaving, setLeaving] = useState<Leaving | null>(null);
  const change = useSetOwn({
    done: ({ presence }) => toast.show(t("presence.changed", { state: activityWords(presence, t) })),
    failed: (error) => toast.show(refusalWords(error, t)),
  });

  function choose(choice: Choice) {
    putAway("state");
    const apply = (returns: boolean) => change.mutate({ choice, returns });
    if (choice.state === "offline" || choice.state === "out_of_service") void askFirst(apply);
    else apply(false);
  }

  /** What cannot be asked, because the server does not answer, keeps nobody from leaving. */
  async function askFirst(go: (returns: boolean) => void) {
    const held = await heldNow().catch(() => 0);
    if (held > 0) setLeaving({ held, go });
    else go(false);
  }

  /** Ends the session, once it is said what becomes of open chats. */
  function signOut(end: () => void) {
    void askFirst((returns) => {
      if (!returns) end();
      else {
        setOwn({ state: "offline" }, true).then(end, (error: unknown) => toast.show(refusalWords(error, t)));
      }
    });
  }

  const question: ReactNode = <OpenChatsDialog leaving={leaving} onClose={() => setLeaving(null)} />;
  return { choose, signOut, question };
}

function OpenChatsDialog({ leaving, onClose }: { leaving: Leaving | null; onClose: () => void }) {
  const { t } = useTranslation();
  function answer(returns: boolean) {
    leaving?.go(returns);
    onClose();
  }
  return (
    <Modal
      opened={leaving !== null}
      onClose={onClose}
      title={t("presence.open_chats", { count: leaving?.held ?? 0 })}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <div className={dialog.body}>
        <p>{t("presence.open_chats_help")}</p>
      </div>
      <div className={dialog.foot}>
        <Button look="quiet" onClick={onClose}>
          {t("status.cancel")}
        </Button>
        <Button onClick={() => answer(false)}>{t("presence.keep_chats")}</Button>
        <Button look="primary" data-autofocus onClick={() => answer(true)}>
          {t("presence.return_chats")}
        </Button>
      </div>
    </Modal>
  );
}
