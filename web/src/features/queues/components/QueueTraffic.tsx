/** Who waits in a queue and who is attended, with what can be done about it. */
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useMay, useSignedIn } from "@/api/directory";
import type { Conversation, QueueDetails } from "@/api/types";
import { customerName } from "@/i18n/customer";
import { duration } from "@/i18n/format";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { AfterDelay, Bone, Failure } from "@/ui/Feedback";
import { IconAlertTriangle } from "@/ui/icons";
import page from "@/ui/Page.module.css";
import { StateGlyph } from "@/ui/StateGlyph";
import { useNow } from "@/ui/useNow";
import { act, type QueueAction, refusalOf, useTraffic } from "../api/traffic";
import type { RenderAssign } from "./QueuePage";
import styles from "./Queues.module.css";

interface QueueTrafficProps {
  queue: QueueDetails;
  renderAssign: RenderAssign;
}

export function QueueTraffic({ queue, renderAssign }: QueueTrafficProps) {
  const { t } = useTranslation();
  const { query, waiting, held } = useTraffic(queue.id);
  const [assigning, setAssigning] = useState<Conversation | null>(null);
  const actions = useQueueActions(queue);
  if (query.isPending) {
    return (
      <div className={page.body}>
        <AfterDelay>
          <Bone width="100%" height={160} />
        </AfterDelay>
      </div>
    );
  }
  if (!query.data) {
    return (
      <div className={page.body}>
        <Failure title={t("inbox.failed")} error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  }
  const rows = (conversations: Conversation[]) => (
    <Rows
      conversations={conversations}
      queue={queue}
      busy={actions.busy}
      onAction={actions.run}
      onAssign={setAssigning}
    />
  );
  return (
    <div className={page.body}>
      <Part title={t("queues.waiting", { count: waiting.length })} empty={t("queues.nobody_waits")}>
        {waiting.length > 0 ? rows(waiting) : null}
      </Part>
      <Part title={t("queues.held", { count: held.length })} empty={t("queues.nobody_held")}>
        {held.length > 0 ? rows(held) : null}
      </Part>
      {query.data.more ? <p className="t-meta">{t("queues.more")}</p> : null}
      {assigning
        ? renderAssign(
            assigning,
            (user) => {
              setAssigning(null);
              void actions.run(assigning, "assign", user);
            },
            () => setAssigning(null),
          )
        : null}
    </div>
  );
}

function Part({ title, empty, children }: { title: string; empty: string; children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={title}>
      <h2>{title}</h2>
      {children ?? <p className={page.intro}>{empty}</p>}
    </section>
  );
}

type Run = (
  conversation: Conversation,
  action: QueueAction,
  user?: { id: string; name: string },
) => Promise<void>;

function useQueueActions({ name: queue }: QueueDetails): { busy: string | null; run: Run } {
  const { t } = useTranslation();
  const [busy, setBusy] = useState<string | null>(null);
  const run: Run = async (conversation, action, user) => {
    setBusy(conversation.id);
    try {
      await act(conversation.id, action, user ? { user_id: user.id } : {});
      toast.show(user ? t("action.done_assign", user) : t(`queues.done_${action}`, { queue }));
    } catch (error) {
      toast.show(refusalOf(error, t));
    } finally {
      setBusy(null);
    }
  };
  return { busy, run };
}

interface RowsProps {
  conversations: Conversation[];
  queue: QueueDetails;
  busy: string | null;
  onAction: Run;
  onAssign: (conversation: Conversation) => void;
}

function Rows({ conversations, queue, busy, onAction, onAssign }: RowsProps) {
  const { t } = useTranslation();
  const mayClaim = useMay("conversations.claim");
  const mayAssign = useMay("conversations.assign");
  const me = useSignedIn();
  return (
    <ul className={styles.rows}>
      {conversations.map((conversation) => {
        const name = customerName(conversation);
        const { id, assignee } = conversation;
        return (
          <li key={id}>
            <div className={styles.who}>
              <Link href={`/conversations/${id}`}>{name}</Link>
              <Wait conversation={conversation} queue={queue} />
            </div>
            <span className={styles.holder}>
              {assignee ? (assignee.id === me.id ? t("panel.you") : assignee.name) : null}
            </span>
            <div className={page.actions}>
              {assignee === null && mayClaim ? (
                <Button
                  size="s"
                  busy={busy === id}
                  aria-label={t("queues.claim_of", { name })}
                  onClick={() => void onAction(conversation, "claim")}
                >
                  {t("queues.claim")}
                </Button>
              ) : null}
              {assignee && (mayAssign || assignee.id === me.id) ? (
                <Button
                  size="s"
                  busy={busy === id}
                  aria-label={t("queues.release_of", { name })}
                  onClick={() => void onAction(conversation, "release")}
                >
                  {t("queues.release")}
                </Button>
              ) : null}
              {mayAssign ? (
                <Button
                  size="s"
                  look="quiet"
                  disabled={busy === id}
                  aria-label={t("queues.assign_of", { name })}
                  onClick={() => onAssign(conversation)}
                >
                  {t("queues.assign")}
                </Button>
              ) : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** Over the queue's target the wait gets shape, colour and weight. */
function Wait({ conversation, queue }: { conversation: Conversation; queue: QueueDetails }) {
  const { t } = useTranslation();
  const nowMs = useNow(15_000);
  const { waiting_since, state } = conversation;
  const waited = waiting_since ? Math.max(0, nowMs - Date.parse(waiting_since)) : 0;
  const late = queue.target_seconds !== null && waited > queue.target_seconds * 1000;
  return (
    <small className={late ? styles.late : undefined}>
      {late ? <IconAlertTriangle size={14} stroke={2} aria-hidden="true" /> : <StateGlyph state={state} />}
      {waited < 60_000 ? t(`state.${state}`) : t("inbox.waits", { time: duration(waited) })}
    </small>
  );
}
