/** Changes that wait for a second person or for their time, and those that did. */
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Change } from "@/api/types";
import { useOpenChanges } from "@/settings/waiting";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { AfterDelay, Bone, Empty, Failure } from "@/ui/Feedback";
import page from "@/ui/Page.module.css";
import { type Decision, errorWords, refusalWords, useDeciding, usePastChanges } from "../api/changes";
import { ChangeCard } from "./ChangeCard";
import styles from "./Changes.module.css";

type View = "open" | "past";

export function ChangesPage() {
  const { t } = useTranslation();
  const [view, setView] = useState<View>("open");
  return (
    <main className={page.page}>
      <title>{t("changes.page_title")}</title>
      <div className={page.head}>
        <h1>{t("changes.title")}</h1>
      </div>
      <div className={page.body}>
        <div className={styles.views} role="group" aria-label={t("changes.views")}>
          {(["open", "past"] as const).map((one) => (
            <Button
              key={one}
              size="s"
              look={view === one ? "accent" : "quiet"}
              aria-pressed={view === one}
              onClick={() => setView(one)}
            >
              {t(`changes.view_${one}`)}
            </Button>
          ))}
        </div>
        <Suspense fallback={<Waiting />}>{view === "open" ? <OpenChanges /> : <PastChanges />}</Suspense>
      </div>
    </main>
  );
}

function Waiting() {
  return (
    <AfterDelay>
      <Bone width="100%" height={160} />
    </AfterDelay>
  );
}

function OpenChanges() {
  const { t } = useTranslation();
  const query = useOpenChanges();
  if (query.isPending) return <Waiting />;
  if (!query.data) {
    return <Failure title={t("changes.failed")} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (query.data.length === 0) return <Empty title={t("changes.empty")}>{t("changes.empty_help")}</Empty>;
  return <Cards changes={query.data} />;
}

function PastChanges() {
  const { t } = useTranslation();
  const pages = usePastChanges();
  if (pages.isPending) return <Waiting />;
  if (!pages.data) {
    return <Failure title={t("changes.failed")} error={pages.error} onRetry={() => void pages.refetch()} />;
  }
  const changes = pages.data.pages.flatMap(({ items }) => items);
  if (changes.length === 0 && !pages.hasNextPage) return <Empty title={t("changes.no_past")} />;
  return (
    <>
      <Cards changes={changes} />
      {pages.hasNextPage ? (
        <Button
          className={page.more}
          busy={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {t("changes.more")}
        </Button>
      ) : null}
    </>
  );
}

function Cards({ changes }: { changes: readonly Change[] }) {
  const { t } = useTranslation();
  const deciding = useDeciding(
    (answer, decision) => toast.show(doneWords(answer, decision)),
    (error) => toast.show(errorWords(error, t)),
  );

  function doneWords(answer: Change, { verb }: Decision): string {
    if (answer.failure) return refusalWords(answer.failure, t);
    if (verb === "undo") return t(answer.state === "applied" ? "changes.did_undo" : "changes.held_pending");
    if (verb === "approve")
      return t(answer.state === "applied" ? "changes.did_approve" : "changes.did_schedule");
    return t(`changes.did_${verb}`);
  }

  return (
    <div className={styles.cards}>
      {changes.map((change) => (
        <ChangeCard
          key={change.id}
          change={change}
          busy={deciding.isPending && deciding.variables.change.id === change.id}
          onDecide={(decision) => deciding.mutate(decision)}
        />
      ))}
    </div>
  );
}
