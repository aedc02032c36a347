/** Everybody with what they can do and see, to be looked through, and as a file; and who can do one thing. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useQueues } from "@/api/directory";
import { download, get } from "@/api/http";
import type { AccessReview, Holders } from "@/api/types";
import { listed, momentOf } from "@/i18n/format";
import { PageHead } from "@/settings/PageHead";
import { useRoleNames } from "@/settings/roles";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { AfterDelay, Bone, Failure } from "@/ui/Feedback";
import { IconDownload } from "@/ui/icons";
import page from "@/ui/Page.module.css";
import { useNow } from "@/ui/useNow";
import { WideTable } from "@/ui/WideTable";
import { usePermissions, useReview } from "../api/roles";
import { useRoleWords } from "../api/words";
import styles from "./Roles.module.css";

export function AccessReviewPage() {
  const { t } = useTranslation();
  const review = useReview();
  return (
    <main className={page.page}>
      <title>{t("roles.review_page_title")}</title>
      <PageHead back="/settings/roles" backName={t("roles.back")} title={t("roles.review")}>
        <Button
          size="s"
          onClick={() =>
            void download("/access-review/csv", "hilo-accesos.csv").catch(() =>
              toast.show(t("roles.review_failed")),
            )
          }
        >
          <IconDownload size={16} stroke={1.75} aria-hidden="true" />
          {t("roles.download")}
        </Button>
      </PageHead>
      <div className={page.body}>
        <p className={page.intro}>{t("roles.review_help")}</p>
        <WhoCan />
        {review.data ? <Table items={review.data.items} /> : null}
        {review.isPending ? (
          <AfterDelay>
            <Bone width="100%" height={160} />
          </AfterDelay>
        ) : null}
        {review.isError ? (
          <Failure
            title={t("roles.review_failed")}
            error={review.error}
            onRetry={() => void review.refetch()}
          />
        ) : null}
      </div>
    </main>
  );
}

function Table({ items }: Pick<AccessReview, "items">) {
  const { t } = useTranslation();
  const { roleName } = useRoleNames();
  const words = useRoleWords();
  const queues = useQueues().data ?? [];
  const queueName = (id: string) => queues.find((queue) => queue.id === id)?.name ?? id;
  const nowMs = useNow(60_000);
  return (
    <WideTable label={t("roles.review")}>
      <table className={page.table}>
        <thead>
          <tr>
            <th>{t("roles.person")}</th>
            <th>{t("roles.role")}</th>
            <th>{t("roles.scope")}</th>
            <th>{t("roles.last_sign_in")}</th>
            <th>{t("roles.dangerous_ones")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.user_id}>
              <td className={page.first}>
                <Link href={`/settings/roles/person/${one.user_id}`}>{one.name}</Link>
                {one.is_active ? null : <small>{t("roles.inactive")}</small>}
              </td>
              <td>{roleName(one.role)}</td>
              <td>
                {t(`roles.scope_${one.scope}`)}
                {one.scope === "all" ? null : <small>{` ${listed(one.queues.map(queueName))}`}</small>}
              </td>
              <td>{one.last_sign_in_at ? momentOf(one.last_sign_in_at, nowMs) : t("roles.not_known")}</td>
              <td>{listed(one.dangerous.map((id) => words.permission(id).name)) || "—"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}

/** Who can do this? */
function WhoCan() {
  const { t } = useTranslation();
  const { roleName } = useRoleNames();
  const words = useRoleWords();
  const catalogue = usePermissions().data?.items ?? [];
  const [asked, setAsked] = useState("");
  const holders = useQuery({
    queryKey: ["holders", asked],
    queryFn: ({ signal }) => get<Holders>(`/permissions/${asked}/holders`, { signal }),
    enabled: asked !== "",
  }).data;
  return (
    <section className={styles.who} aria-label={t("roles.who_can")}>
      <label>
        {t("roles.who_can")}{" "}
        <select value={asked} onChange={(event) => setAsked(event.target.value)}>
          <option value="">{t("roles.choose_permission")}</option>
          {catalogue.map(({ id }) => (
            <option key={id} value={id}>
              {words.permission(id).name}
            </option>
          ))}
        </select>
      </label>
      <p role="status">
        {holders
          ? listed(holders.people.map(({ name, role }) => `${name} (${roleName(role)})`)) ||
            t("roles.nobody_can")
          : null}
      </p>
    </section>
  );
}
