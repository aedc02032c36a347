/** The administrator's page of what was done: who, when, to what; and whether the record is whole. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useSearch } from "wouter";
import { useMay } from "@/api/directory";
import { ApiError } from "@/api/errors";
import { momentOf } from "@/i18n/format";
import { useRoleNames } from "@/settings/roles";
import { useSettingWords } from "@/settings/words";
import { Button } from "@/ui/Button";
import { AfterDelay, Bone, Empty, Failure } from "@/ui/Feedback";
import page from "@/ui/Page.module.css";
import { useNow } from "@/ui/useNow";
import { WideTable } from "@/ui/WideTable";
import { type Act, useActs } from "../api/audit";
import { type AuditFilters, filtersOf, searchOf } from "../api/filters";
import { useNameOf } from "../api/useNameOf";
import { actWords } from "../api/words";
import { EntryDialog } from "./EntryDialog";
import { ExportButtons } from "./ExportButtons";
import { FilterBar } from "./FilterBar";
import { VerifiedBadge } from "./VerifiedBadge";

const MOST_NAMED = 6;

export function AuditPage() {
  const { t } = useTranslation();
  const filters = filtersOf(useSearch());
  const [, go] = useLocation();
  const mayExport = useMay("audit.export");
  const ask = (asked: AuditFilters) => go(`/settings/audit?${searchOf(asked)}`, { replace: true });
  return (
    <main className={page.page}>
      <title>{t("audit.title_page")}</title>
      <div className={page.head}>
        <h1>{t("audit.title")}</h1>
        <VerifiedBadge />
      </div>
      <div className={page.body}>
        <p className={page.intro}>{t("audit.intro")}</p>
        <FilterBar key={searchOf(filters)} filters={filters} onAsk={ask} />
        <Acts filters={filters} />
        {mayExport ? <ExportButtons filters={filters} /> : null}
      </div>
    </main>
  );
}

function Acts({ filters }: { filters: AuditFilters }) {
  const { t } = useTranslation();
  const pages = useActs(filters);
  const acts = pages.data?.pages.flatMap((one) => one.items) ?? [];
  if (pages.isPending) {
    return (
      <AfterDelay>
        <Bone width="100%" height={200} />
      </AfterDelay>
    );
  }
  if (!pages.data) {
    if (pages.error instanceof ApiError && pages.error.status === 403)
      return <Empty title={t("audit.forbidden")} />;
    return <Failure title={t("audit.failed")} error={pages.error} onRetry={() => void pages.refetch()} />;
  }
  return (
    <>
      {acts.length > 0 ? <ActsTable acts={acts} /> : null}
      {acts.length === 0 && !pages.hasNextPage ? <Empty title={t("audit.empty")} /> : null}
      {pages.hasNextPage ? (
        <Button
          className={page.more}
          busy={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {t("audit.more")}
        </Button>
      ) : null}
    </>
  );
}

function ActsTable({ acts }: { acts: readonly Act[] }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<string | null>(null);
  return (
    <>
      <WideTable label={t("audit.title")}>
        <table className={`${page.table} ${page.wide}`}>
          <thead>
            <tr>
              <th>{t("audit.what")}</th>
              <th>{t("audit.when")}</th>
              <th>{t("audit.role")}</th>
              <th>
                <span className="sr">{t("audit.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {acts.map((act) => (
              <ActRow key={act.id} act={act} onShow={() => setShown(act.id)} />
            ))}
          </tbody>
        </table>
      </WideTable>
      <EntryDialog id={shown} onClose={() => setShown(null)} />
    </>
  );
}

function ActRow({ act, onShow }: { act: Act; onShow: () => void }) {
  const { t } = useTranslation();
  const nameOf = useNameOf();
  const { roleName } = useRoleNames();
  const words = useSettingWords();
  const when = momentOf(act.at, useNow(60_000));
  const changed =
    act.changed.length > MOST_NAMED
      ? t("audit.attributes", { count: act.changed.length })
      : act.changed.map(words.field).join(" · ");
  return (
    <tr>
      <td className={page.first}>
        {actWords(act, nameOf, t)}
        {act.changed.length > 0 ? <small>{changed}</small> : null}
        {act.outcome === "done" ? null : <small>{t(`audit.outcome_${act.outcome}`)}</small>}
      </td>
      <td className={page.when}>
        <time dateTime={act.at}>{when}</time>
      </td>
      <td>{act.role ? roleName(act.role) : (act.application ?? "")}</td>
      <td>
        <div className={page.actions}>
          <Button size="s" look="accent" aria-label={t("audit.see_of", { when })} onClick={onShow}>
            {t("audit.see")}
          </Button>
        </div>
      </td>
    </tr>
  );
}
