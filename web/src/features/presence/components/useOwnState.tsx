/** Changing one's own state, and leaving: who holds chats is asked first what becomes of them. */
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { activityWords } from "@/i18n/presence-words";
import { putAway } from "@/state/hints";
import { toast } from "@/state/toast";
import { late } from "@/ui/late";
import { type Choice, heldNow, refusalWords, setOwn, useSetOwn } from "../api/changes";

const OpenChatsDialog = late(() => import("./OpenChatsDialog").then((module) => module.OpenChatsDialog));

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

  const question: ReactNode = (
    <OpenChatsDialog
      opened={leaving !== null}
      held={leaving?.held ?? 0}
      onAnswer={(returns) => leaving?.go(returns)}
      onClose={() => setLeaving(null)}
    />
  );
  return { choose, signOut, question };
}
