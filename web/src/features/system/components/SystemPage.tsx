/** The administrator's page of the product itself: what works, what does not, and since when. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/errors";
import type { Check } from "@/api/types";
import { momentOf } from "@/i18n/format";
import { Button } from "@/ui/Button";
import { AfterDelay, Bone, Empty, Failure } from "@/ui/Feedback";
import { IconAlertTriangle, IconCircleCheck, IconQuestionMark } from "@/ui/icons";
import page from "@/ui/Page.module.css";
import { useNow } from "@/ui/useNow";
import { partWords, troubleWords, useHealth } from "../api/health";
import styles from "./SystemPage.module.css";

export function SystemPage() {
  const { t } = useTranslation();
  const health = useHealth();
  return (
    <main className={page.page}>
      <title>{t("app.title_system")}</title>
      <div className={page.head}>
        <h1>{t("system.title")}</h1>
        {health.data ? <small role="status">{summaryOf(health.data.checks, t)}</small> : null}
      </div>
      <div className={page.body}>
        <Parts query={health} />
      </div>
    </main>
  );
}

function Parts({ query }: { query: ReturnType<typeof useHealth> }) {
  const { t } = useTranslation();
  if (query.isPending) {
    return (
      <AfterDelay>
        <Bone width="100%" height={200} />
      </AfterDelay>
    );
  }
  if (!query.data) {
    if (query.error instanceof ApiError && query.error.status === 403)
      return <Empty title={t("system.forbidden")} />;
    return <Failure title={t("system.failed")} error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <>
      <p className={page.intro}>{t("system.intro")}</p>
      <table className={page.table}>
        <thead>
          <tr>
            <th>{t("system.part")}</th>
            <th>{t("system.state")}</th>
          </tr>
        </thead>
        <tbody>
          {troubledFirst(query.data.checks).map((one) => (
            <Part key={`${one.kind} ${one.name}`} check={one} />
          ))}
        </tbody>
      </table>
      <Button className={page.more} busy={query.isFetching} onClick={() => void query.refetch()}>
        {t("system.refresh")}
      </Button>
    </>
  );
}

function troubledFirst(checks: readonly Check[]): Check[] {
  const rank = { trouble: 0, unknown: 1, ok: 2 } as const satisfies Record<Check["state"], number>;
  return checks.toSorted((one, other) => rank[one.state] - rank[other.state]);
}

const shapes = {
  ok: IconCircleCheck,
  trouble: IconAlertTriangle,
  unknown: IconQuestionMark,
} as const satisfies Record<Check["state"], unknown>;

function Part({ check }: { check: Check }) {
  const { t } = useTranslation();
  const nowMs = useNow(60_000);
  const Shape = shapes[check.state];
  return (
    <tr>
      <td className={page.first}>{partWords(check, t)}</td>
      <td>
        <span className={`${styles.state} ${styles[check.state]}`}>
          <Shape size={16} stroke={1.75} aria-hidden="true" />
          {t(`system.state_${check.state}`)}
        </span>
        {check.state === "trouble" ? (
          <small className={styles.why}>
            {troubleWords(check, t)}{" "}
            {check.since ? t("system.since", { when: momentOf(check.since, nowMs) }) : null}
          </small>
        ) : null}
      </td>
    </tr>
  );
}

/** What nobody has measured yet is not well. */
function summaryOf(checks: readonly Check[], t: TFunction): string {
  const troubled = checks.filter((one) => one.state === "trouble").length;
  if (troubled > 0) return t("system.troubled", { count: troubled });
  return t(checks.some((one) => one.state === "unknown") ? "system.unmeasured" : "system.all_well");
}
