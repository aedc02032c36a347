/** The list column: trays and the conversations of the chosen one. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ClosingSlot } from "@/api/typifications";
import { Button } from "@/ui/Button";
import { AfterDelay, Bone, Empty, Failure } from "@/ui/Feedback";
import { type Filters, isNarrowed, noFilters, placeQuery } from "../api/filters";
import type { Tray } from "../api/trays";
import { useCounters, useTray } from "../api/useTray";
import { FilterButton } from "./FilterButton";
import { FilterChips } from "./FilterChips";
import styles from "./Inbox.module.css";
import { Rows } from "./Rows";
import { Trays } from "./Trays";
import { ViewsMenu } from "./ViewsMenu";

interface InboxProps {
  tray: Tray;
  filters: Filters;
  selectedId: string | null;
  placeHref: (tray: Tray, filters: Filters) => string;
  conversationHref: (id: string) => string;
  onPlace: (tray: Tray, filters: Filters) => void;
  /** Beside the saved views. */
  action?: ReactNode;
  /** Asks what conversations ended with that are resolved at once. */
  Closing: ClosingSlot;
}

export function Inbox({
  tray,
  filters,
  selectedId,
  placeHref,
  conversationHref,
  onPlace,
  action,
  Closing,
}: InboxProps) {
  const { t } = useTranslation();
  const onFilters = (chosen: Filters) => onPlace(tray, chosen);
  return (
    <section className={styles.list} aria-label={t("inbox.label")}>
      <div className={styles.head}>
        <ViewsMenu tray={tray} filters={filters} onPlace={onPlace} />
        <FilterButton filters={filters} onFilters={onFilters} />
        {action}
      </div>
      <FilterChips filters={filters} onFilters={onFilters} />
      <Trays tray={tray} filters={filters} hrefOf={(other) => placeHref(other, filters)} />
      <div className={styles.body}>
        <Body
          key={tray + placeQuery(tray, filters)}
          tray={tray}
          filters={filters}
          selectedId={selectedId}
          hrefOf={conversationHref}
          onSeeNew={() => onPlace("new", filters)}
          onSeeAll={() => onFilters(noFilters)}
          Closing={Closing}
        />
      </div>
    </section>
  );
}

interface BodyProps {
  tray: Tray;
  filters: Filters;
  selectedId: string | null;
  hrefOf: (id: string) => string;
  onSeeNew: () => void;
  onSeeAll: () => void;
  Closing: ClosingSlot;
}

function Body({ tray, filters, selectedId, hrefOf, onSeeNew, onSeeAll, Closing }: BodyProps) {
  const { t } = useTranslation();
  const { rows, known, pages } = useTray(tray, filters);
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
  if (rows.length === 0 && !pages.hasNextPage) {
    if (isNarrowed(filters)) return <NothingMatches onSeeAll={onSeeAll} />;
    return <EmptyTray tray={tray} onSeeNew={onSeeNew} />;
  }
  return (
    <Rows
      tray={tray}
      rows={rows}
      known={known}
      selectedId={selectedId}
      hrefOf={hrefOf}
      hasMore={pages.hasNextPage}
      asked={pages.data?.pages.length ?? 0}
      busy={pages.isFetchingNextPage}
      failed={pages.isFetchNextPageError}
      loadMore={() => void pages.fetchNextPage()}
      Closing={Closing}
    />
  );
}

function NothingMatches({ onSeeAll }: { onSeeAll: () => void }) {
  const { t } = useTranslation();
  return (
    <Empty title={t("filter.empty")} action={<Button onClick={onSeeAll}>{t("filter.clear")}</Button>}>
      {t("filter.empty_help")}
    </Empty>
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
