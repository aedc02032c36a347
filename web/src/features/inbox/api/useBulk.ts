/** What is done to the chosen conversations. What failed stays chosen; what is done can be undone. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Conversation, User } from "@/api/types";
import { toast } from "@/state/toast";
import { assign, claim, release, reopen, resolve } from "./actions";
import { each, type Failed } from "./bulk";
import type { Selection } from "./useSelection";

type Run = (conversation: Conversation) => Promise<unknown>;

export function useBulk(chosen: readonly Conversation[], selection: Selection) {
  const { t } = useTranslation();
  const [failed, setFailed] = useState<readonly Failed[]>([]);
  const [busy, setBusy] = useState(false);

  async function run(act: Run, said: (count: number) => string, back: Run): Promise<void> {
    setBusy(true);
    setFailed([]);
    const outcome = await each(chosen, act);
    setBusy(false);
    setFailed(outcome.failed);
    selection.only(outcome.failed.map((one) => one.conversation.id));
    if (outcome.done.length > 0) toast.show(said(outcome.done.length), () => void undo(outcome.done, back));
  }

  async function undo(done: readonly Conversation[], back: Run): Promise<void> {
    const outcome = await each(done, back);
    setFailed(outcome.failed);
    if (outcome.done.length > 0) toast.show(t("bulk.undone", { count: outcome.done.length }));
  }

  return {
    busy,
    failed,
    forget: () => setFailed([]),
    resolve: () =>
      run(
        resolve,
        (count) => t("bulk.done_resolve", { count }),
        (one) => reopen(one.id),
      ),
    claim: () => {
      let ungreeted = 0;
      const done = (count: number) => t("bulk.done_claim", { count });
      return run(
        async (one) => {
          if ((await claim(one.id)).greeting?.reason) ungreeted += 1;
        },
        (count) =>
          ungreeted > 0 ? `${done(count)} ${t("greeting.unsent_some", { count: ungreeted })}` : done(count),
        (one) => release(one.id),
      );
    },
    assign: ({ id, name }: User) =>
      run(
        (one) => assign(one.id, id),
        (count) => t("bulk.done_assign", { count, name }),
        (one) => (one.assignee ? assign(one.id, one.assignee.id) : release(one.id)),
      ),
  };
}

export type Bulk = ReturnType<typeof useBulk>;
