/** Asks what conversations ended with, before they are closed or when that is corrected. */
import { Modal } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/api/directory";
import type { TypificationTree } from "@/api/types";
import { type Choice, type Leaf, leavesOf } from "@/api/typifications";
import { closingDrafts } from "@/state/closing-drafts";
import { Button } from "@/ui/Button";
import dialog from "@/ui/Dialog.module.css";
import { TextField } from "@/ui/Field";
import { noteChosen, separator } from "../api/choosing";
import styles from "./Closing.module.css";
import { LeafPicker } from "./LeafPicker";

const commentLimit = 500;

interface ClosingDialogProps {
  place: string;
  trees: readonly TypificationTree[];
  due: boolean;
  count: number;
  /** What is said now is corrected; nothing is closed. */
  corrects?: Choice;
  onChoose: (choice: Choice | null) => void;
  onClose: () => void;
}

export default function ClosingDialog(props: ClosingDialogProps) {
  const { t } = useTranslation();
  const { corrects, count, onClose } = props;
  return (
    <Modal
      opened
      onClose={onClose}
      title={corrects ? t("typify.correct_title") : t("typify.title", { count })}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Form {...props} />
    </Modal>
  );
}

function Form({ place, trees, due, corrects, onChoose }: ClosingDialogProps) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const [draft, setDraft] = useState(() => ({ ...corrects, ...closingDrafts.of(me.id, place) }));
  const [flaw, setFlaw] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const chosen = leafOf(trees, draft.tree_id, draft.node_id);
  const comment = draft.comment ?? "";
  const tooLong = [...comment].length > commentLimit;

  function become(change: Partial<Choice>) {
    const next = { ...draft, ...change };
    setDraft(next);
    setFlaw(null);
    closingDrafts.keep(me.id, place, next);
  }

  function choose(leaf: Leaf, done: boolean) {
    become({ tree_id: leaf.treeId, node_id: leaf.nodeId });
    if (done) form.current?.querySelector<HTMLElement>("[name='comment']")?.focus();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (tooLong) return form.current?.querySelector<HTMLElement>("[name='comment']")?.focus();
    if (!chosen) {
      setFlaw(t("typify.required"));
      form.current?.querySelector<HTMLElement>("[role='combobox']")?.focus();
      return;
    }
    const choice = { tree_id: chosen.treeId, node_id: chosen.nodeId, comment: comment.trim() || null };
    noteChosen(me.id, choice);
    onChoose(choice);
  }

  return (
    <form ref={form} noValidate onSubmit={submit}>
      <div className={dialog.body}>
        <LeafPicker trees={trees} value={chosen} error={flaw} onChange={choose} />
        <p className={styles.chosen} role="status">
          {chosen ? (
            <>
              {t("typify.chosen")}{" "}
              <b>{(trees.length > 1 ? [chosen.treeName, ...chosen.path] : chosen.path).join(separator)}</b>
            </>
          ) : (
            t("typify.none_chosen")
          )}
        </p>
        <TextField
          label={t("typify.comment")}
          name="comment"
          value={comment}
          error={tooLong ? t("settings.too_long", { limit: commentLimit }) : null}
          autoComplete="off"
          onChange={(event) => become({ comment: event.target.value })}
        />
      </div>
      <div className={dialog.foot}>
        {due || corrects ? null : (
          <Button look="quiet" onClick={() => onChoose(null)}>
            {t("typify.without")}
          </Button>
        )}
        <Button type="submit" look="primary">
          {t(corrects ? "typify.correct" : "action.resolve")}
        </Button>
      </div>
    </form>
  );
}

/** What was chosen before may be retired by now. */
function leafOf(trees: readonly TypificationTree[], treeId?: string, nodeId?: string): Leaf | null {
  const tree = trees.find(({ id }) => id === treeId);
  return (tree && leavesOf(tree).find((leaf) => leaf.nodeId === nodeId)) ?? null;
}
