/** Resolves the chosen: one typification for all of them where their queues share the trees; the API names the others. */
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/api/directory";
import type { Conversation } from "@/api/types";
import type { Choice, ClosingSlot } from "@/api/typifications";
import { useAsking } from "@/api/useAsking";
import { closingDrafts } from "@/state/closing-drafts";
import { Button } from "@/ui/Button";
import { IconCheck } from "@/ui/icons";
import type { Bulk } from "../api/useBulk";
import styles from "./Selection.module.css";

/** Under what the choice for these is kept: what is typed for some is not for others. */
const placeOf = (chosen: readonly Conversation[]) => ["bulk", ...chosen.map(({ id }) => id).sort()].join(".");

interface ResolveButtonProps {
  chosen: readonly Conversation[];
  bulk: Bulk;
  Closing: ClosingSlot;
}

export function ResolveButton({ chosen, bulk, Closing }: ResolveButtonProps) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const open = chosen.filter((one) => one.state !== "resolved");
  const queues = [...new Set(open.map((one) => one.queue_id))];
  const { byQueue, trees, due, looking, asked, begin, end, learn } = useAsking(queues);

  async function ask() {
    if (!(await begin())) await resolve(null);
  }

  async function resolve(choice: Choice | null) {
    end();
    const typified = new Set(queues.filter((_, index) => (byQueue[index] ?? []).length > 0));
    const { failed } = await bulk.resolve((one) => (typified.has(one.queue_id) ? choice : null));
    learn(failed.map(({ error }) => error));
    const left = failed.map(({ conversation }) => conversation);
    if (left.length > 0) closingDrafts.move(me.id, placeOf(chosen), placeOf(left));
    else closingDrafts.drop(me.id, placeOf(chosen));
  }

  return (
    <>
      <Button
        size="s"
        className={styles.act}
        busy={bulk.busy || looking}
        aria-label={t("action.resolve")}
        onClick={() => void ask()}
      >
        <IconCheck size={16} stroke={1.75} aria-hidden="true" />
        <span className={styles.word}>{t("action.resolve")}</span>
      </Button>
      {asked ? (
        <Closing
          place={placeOf(chosen)}
          trees={trees}
          due={due}
          count={open.length}
          error={asked.error}
          onRetry={() => void ask()}
          onChoose={(choice) => void resolve(choice)}
          onClose={end}
        />
      ) : null}
    </>
  );
}
