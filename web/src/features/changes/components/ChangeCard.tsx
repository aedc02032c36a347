/** One change: of what, by whom and when, what it changes, and what the reader may do with it. */
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Change } from "@/api/types";
import { comingMoment, momentOf } from "@/i18n/format";
import { Button } from "@/ui/Button";
import { AfterDelay, Banner, Bone, Failure } from "@/ui/Feedback";
import { IconAlertTriangle } from "@/ui/icons";
import { useNow } from "@/ui/useNow";
import { ScheduleDialog } from "@/settings/ScheduleDialog";
import { type Decision, refusalWords, useChange } from "../api/changes";
import { useSettingWords } from "@/settings/words";
import styles from "./Changes.module.css";
import { DifferenceTable } from "./DifferenceTable";
import { RefuseDialog } from "./RefuseDialog";

interface ChangeCardProps {
  change: Change;
  busy: boolean;
  onDecide: (decision: Decision) => void;
}

export function ChangeCard({ change, busy, onDecide }: ChangeCardProps) {
  const { t } = useTranslation();
  const words = useSettingWords();
  const title = change.person?.name ?? change.subject ?? words.area(change.area);
  return (
    <article className={styles.card} aria-label={title}>
      <header className={styles.title}>
        <h2>{title}</h2>
        <span className={styles.state} data-state={change.state}>
          {t(`changes.state_${change.state}`)}
        </span>
        <small>{words.area(change.area)}</small>
      </header>
      <Story change={change} />
      <Suspense fallback={<Bone width="100%" height={80} />}>
        {change.state === "pending" || change.state === "scheduled" ? (
          <Present change={change} />
        ) : (
          <details className={styles.details}>
            <summary>{t("changes.what")}</summary>
            <DifferenceTable change={change} />
          </details>
        )}
      </Suspense>
      <Actions change={change} title={title} busy={busy} onDecide={onDecide} />
    </article>
  );
}

function Story({ change }: { change: Change }) {
  const { t } = useTranslation();
  const nowMs = useNow(60_000);
  const somebody = t("settings.somebody");
  const asker = change.asked_by.name ?? somebody;
  const lines = [t("changes.asked", { name: asker, when: momentOf(change.asked_at, nowMs) })];
  if (change.undoes) lines.push(t("changes.is_undo"));
  if (change.decided_by && change.decided_at) {
    const told = { name: change.decided_by.name ?? somebody, when: momentOf(change.decided_at, nowMs) };
    lines.push(t(change.state === "refused" ? "changes.was_refused" : "changes.was_approved", told));
  }
  if (change.reason) lines.push(`“${change.reason}”`);
  if (change.failure) lines.push(refusalWords(change.failure, t));
  if (change.undone_by) lines.push(t("changes.was_undone"));
  if (change.due_at && change.state !== "applied") {
    lines.push(t("changes.due", { when: comingMoment(change.due_at, nowMs) }));
  }
  if (change.state === "pending") {
    lines.push(t("changes.expires", { when: comingMoment(change.expires_at, nowMs) }));
  }
  return <p className={styles.story}>{lines.join(" · ")}</p>;
}

/** With what stands now, so that nobody approves over what somebody else changed. */
function Present({ change }: { change: Change }) {
  const { t } = useTranslation();
  const query = useChange(change.id);
  if (query.isPending) {
    return (
      <AfterDelay>
        <Bone width="100%" height={80} />
      </AfterDelay>
    );
  }
  if (!query.data) {
    return <Failure title={t("changes.failed")} error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <>
      {query.data.is_outdated ? (
        <Banner
          tone="warn"
          role="status"
          icon={<IconAlertTriangle size={18} stroke={1.75} aria-hidden="true" />}
        >
          {t("changes.outdated")}
        </Banner>
      ) : null}
      <DifferenceTable change={query.data} />
    </>
  );
}

function Actions({ change, title, busy, onDecide }: ChangeCardProps & { title: string }) {
  const { t } = useTranslation();
  const [refusing, setRefusing] = useState(false);
  const [scheduling, setScheduling] = useState(false);
  const { can_decide, can_withdraw, can_undo, state } = change;
  if (!can_decide && !can_withdraw && !can_undo) {
    return state === "pending" ? <p className="t-meta">{t("changes.others_decide")}</p> : null;
  }
  return (
    <div className={styles.actions}>
      {can_decide ? (
        <>
          <Button
            look="primary"
            busy={busy}
            aria-label={t("changes.approve_of", { title })}
            onClick={() => onDecide({ change, verb: "approve", body: {} })}
          >
            {t("changes.approve")}
          </Button>
          <Button disabled={busy} onClick={() => setScheduling(true)}>
            {t("changes.approve_later")}
          </Button>
          <Button
            disabled={busy}
            aria-label={t("changes.refuse_of", { title })}
            onClick={() => setRefusing(true)}
          >
            {t("changes.refuse")}
          </Button>
        </>
      ) : null}
      {can_withdraw ? (
        <Button look="quiet" busy={busy} onClick={() => onDecide({ change, verb: "withdraw" })}>
          {t("changes.withdraw")}
        </Button>
      ) : null}
      {can_undo ? (
        <Button
          size="s"
          busy={busy}
          aria-label={t("changes.undo_of", { title })}
          onClick={() => onDecide({ change, verb: "undo" })}
        >
          {t("changes.undo")}
        </Button>
      ) : null}
      <RefuseDialog
        opened={refusing}
        title={title}
        onClose={() => setRefusing(false)}
        onRefuse={(reason) => onDecide({ change, verb: "refuse", body: { reason } })}
      />
      <ScheduleDialog
        opened={scheduling}
        confirm={t("changes.approve")}
        onClose={() => setScheduling(false)}
        onChosen={(instant) => onDecide({ change, verb: "approve", body: { apply_at: instant } })}
      />
    </div>
  );
}
