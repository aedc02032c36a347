/** What a closed conversation ended with, in its panel: who said so, the comment, what was said before, and correcting it. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/directory";
import { ApiError, OfflineError } from "@/api/errors";
import type { Conversation, Typification } from "@/api/types";
import { type Choice, useTrees } from "@/api/typifications";
import { momentOf } from "@/i18n/format";
import { useTypification } from "@/realtime/desk-store";
import { closingDrafts } from "@/state/closing-drafts";
import { toast } from "@/state/toast";
import { useSignedIn } from "@/api/directory";
import { Button, IconButton } from "@/ui/Button";
import { IconPencil } from "@/ui/icons";
import { separator } from "../api/choosing";
import { correct, useTypifiedHistory } from "../api/correcting";
import { Closing } from "./Closing";
import styles from "./Closing.module.css";

interface TypificationPanelProps {
  conversation: Conversation;
  nowMs: number;
}

export function TypificationPanel({ conversation, nowMs }: TypificationPanelProps) {
  const { t } = useTranslation();
  const typification = useTypification(conversation);
  const [unfolded, setUnfolded] = useState(false);
  const history = useTypifiedHistory(conversation.id, conversation.version, unfolded);
  const [trees = []] = useTrees([conversation.queue_id]);
  const mayCorrect = useMay("typifications.correct") && trees.length > 0 && !conversation.merged_into;
  const [correcting, setCorrecting] = useState(false);
  if (conversation.state !== "resolved" || (!typification && !mayCorrect)) return null;
  const before = (history.data ?? []).filter((one) => one.version !== typification?.version);
  return (
    <section className={styles.panel} aria-label={t("typify.heading")}>
      <h3>
        {t("typify.heading")}
        {mayCorrect ? (
          <IconButton label={t("typify.correct_title")} onClick={() => setCorrecting(true)}>
            <IconPencil size={16} stroke={1.75} aria-hidden="true" />
          </IconButton>
        ) : null}
      </h3>
      {typification ? (
        <Said one={typification} nowMs={nowMs} />
      ) : (
        <p className="t-meta">{t("typify.unsaid")}</p>
      )}
      {typification && typification.version > 1 ? (
        <div>
          <Button size="xs" look="quiet" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
            {t("typify.history")}
          </Button>
          {unfolded && before.length > 0 ? (
            <ul className={styles.history} aria-label={t("typify.history")}>
              {before.map((one) => (
                <li key={one.version}>
                  <Said one={one} nowMs={nowMs} />
                </li>
              ))}
            </ul>
          ) : null}
          {unfolded && history.isError ? <p role="alert">{t("typify.history_failed")}</p> : null}
        </div>
      ) : null}
      {correcting ? (
        <Correcting
          conversation={conversation}
          typification={typification}
          trees={trees}
          onClose={() => setCorrecting(false)}
        />
      ) : null}
    </section>
  );
}

function Said({ one, nowMs }: { one: Typification; nowMs: number }) {
  const { t } = useTranslation();
  return (
    <>
      <p className={styles.path}>
        <b>{one.path.join(separator)}</b>
      </p>
      {one.comment ? <p className={styles.comment}>{one.comment}</p> : null}
      <small>
        {one.tree_name} · {one.by.name ?? t("settings.somebody")} ·{" "}
        <time dateTime={one.at}>{momentOf(one.at, nowMs)}</time>
      </small>
    </>
  );
}

interface CorrectingProps {
  conversation: Conversation;
  typification: Typification | null;
  trees: Parameters<typeof Closing>[0]["trees"];
  onClose: () => void;
}

function Correcting({ conversation, typification, trees, onClose }: CorrectingProps) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const { id } = conversation;
  const place = `${id}.correction`;

  async function choose(choice: Choice | null) {
    onClose();
    if (!choice) return;
    try {
      await correct(id, choice);
      closingDrafts.drop(me.id, place);
      toast.show(
        t("typify.corrected"),
        typification ? () => void correct(id, typification).catch(refuse) : null,
      );
    } catch (error) {
      refuse(error);
    }
  }

  const refuse = (error: unknown) => toast.show(refusalOf(error));

  function refusalOf(error: unknown): string {
    if (error instanceof OfflineError) return t("action.offline");
    if (!(error instanceof ApiError)) return t("action.failed");
    if (error.code === "conversation_open") return t("typify.open_again");
    if (error.code.includes("typification")) return t("typify.not_choosable");
    return t(error.status === 404 ? "action.not_found" : "action.failed");
  }

  return (
    <Closing
      place={place}
      trees={trees}
      due
      count={1}
      corrects={{
        tree_id: typification?.tree_id ?? "",
        node_id: typification?.node_id ?? "",
        comment: typification?.comment ?? null,
      }}
      onChoose={(choice) => void choose(choice)}
      onClose={onClose}
    />
  );
}
