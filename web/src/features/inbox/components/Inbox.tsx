/** The list column: trays and the conversations of the chosen one. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import { AfterDelay, Bone, Empty, Failure } from "@/ui/Feedback";
import type { Tray } from "../api/trays";
import { useCounters, useTray } from "../api/useTray";
import styles from "./Inbox.module.css";
import { Rows } from "./Rows";
import { Trays } from "./Trays";

interface InboxProps {
  tray: Tray;
  selectedId: string | null;
  trayHref: (tray: Tray) => string;
  conversationHref: (id: string) => string;
  onTray: (tray: Tray) => void;
  /** Beside the heading. */
  action?: ReactNode;
}

export function Inbox({ tray, selectedId, trayHref, conversationHref, onTray, action }: InboxProps) {
  const { t } = useTranslation();
  return (
    <section className={styles.list} aria-label={t("inbox.label")}>
      <div className={styles.head}>
        <h2>{t("app.inbox")}</h2>
        {action}
      </div>
      <Trays tray={tray} hrefOf={trayHref} />
      <div className={styles.body}>
        <Body
          key={tray}
          tray={tray}
          selectedId={selectedId}
          hrefOf={conversationHref}
          onSeeNew={() => onTray("new")}
        />
      </div>
    </section>
  );
}

interface BodyProps {
  tray: Tray;
  selectedId: string | null;
  hrefOf: (id: string) => string;
  onSeeNew: () => void;
}

function Body({ tray, selectedId, hrefOf, onSeeNew }: BodyProps) {
  const { t } = useTranslation();
  const { rows, pages } = useTray(tray);
  if (pages.isPending) {
    return (
      <AfterDelay>
        <Bones />
      </AfterDelay>
    );
  }
  if (pages.isError && !pages.data) {
    return <Failure title={t("inbox.failed")} error={pages.error} onRetry={() => void pages.refetch()} />;
  }
  if (rows.length === 0 && !pages.hasNextPage) return <EmptyTray tray={tray} onSeeNew={onSeeNew} />;
  return (
    <Rows
      tray={tray}
      rows={rows}
      selectedId={selectedId}
      hrefOf={hrefOf}
      hasMore={pages.hasNextPage}
      busy={pages.isFetchingNextPage}
      failed={pages.isFetchNextPageError}
      loadMore={() => void pages.fetchNextPage()}
    />
  );
}

function EmptyTray({ tray, onSeeNew }: { tray: Tray; onSeeNew: () => void }) {
  const { t } = useTranslation();
  const waiting = useCounters().data?.new ?? 0;
  if (tray === "pending" && waiting > 0) {
    return (
      <Empty
        title={t("inbox.empty_pending")}
        action={<Button onClick={onSeeNew}>{t("inbox.see_new")}</Button>}
      >
        {t("inbox.empty_pending_waiting", { count: waiting })}
      </Empty>
    );
  }
  return <Empty title={t(`inbox.empty_${tray}`)}>{t(`inbox.empty_${tray}_help`)}</Empty>;
}

const boneWidths = ["62%", "48%", "70%", "55%", "66%", "50%"];

function Bones() {
  return (
    <div aria-hidden="true">
      {boneWidths.map((width) => (
        <div className={styles.bones} key={width}>
          <Bone width={36} height={36} round />
          <div>
            <Bone width={width} height={12} />
            <Bone width="88%" height={10} />
            <Bone width="34%" height={10} />
          </div>
        </div>
      ))}
    </div>
  );
}
