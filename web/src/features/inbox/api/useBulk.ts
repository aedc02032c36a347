/** What is done to the chosen conversations. What failed stays chosen; what is done can be undone. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { putLabels } from "@/api/labels";
import type { Conversation, Label, User } from "@/api/types";
import type { Choice } from "@/api/typifications";
import { toast } from "@/state/toast";
import { assign, claim, release, reopen, resolve } from "./actions";
import { each, type Failed, type Outcome } from "./bulk";
import type { Selection } from "./useSelection";

type Run = (conversation: Conversation) => Promise<unknown>;

export function useBulk(chosen: readonly Conversation[], selection: Selection) {
  const { t } = useTranslation();
  const [failed, setFailed] = useState<readonly Failed[]>([]);
  const [busy, setBusy] = useState(false);

  async function run(
    act: Run,
    said: (count: number) => string,
    back: Run,
    among: readonly Conversation[] = chosen,
  ): Promise<Outcome> {
    setBusy(true);
    setFailed([]);
    const outcome = await each(among, act);
    setBusy(false);
    setFailed(outcome.failed);
    selection.only(outcome.failed.map((one) => one.conversation.id));
    if (outcome.done.length > 0) toast.show(said(outcome.done.length), () => void undo(outcome.done, back));
    return outcome;
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
    /** `choiceOf`: what each is closed with, where anything. */
    resolve: (choiceOf: (conversation: Conversation) => Choice | null) =>
      run(
        (one) => resolve(one, choiceOf(one)),
        (count) => t("bulk.done_resolve", { count }),
        (one) => reopen(one.id),
      ),
    /** Puts a label on, or takes it off, wherever that changes anything. */
    label: ({ id, name }: Label, on: boolean) =>
      run(
        (one) => putLabels(one.id, on ? [id] : [], on ? [] : [id]),
        (count) => t(on ? "bulk.done_label" : "bulk.done_unlabel", { count, name }),
        (one) => putLabels(one.id, on ? [] : [id], on ? [id] : []),
        chosen.filter((one) => one.labels.includes(id) !== on),
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
