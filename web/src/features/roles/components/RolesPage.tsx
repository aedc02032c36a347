/** The roles there are: how much each sees and may, and who has it; and the ways to look at them side by side. */
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useMay } from "@/api/directory";
import type { Role } from "@/api/types";
import { titleOf } from "@/settings/roles";
import settings from "@/settings/Settings.module.css";
import { useCatalogue } from "@/settings/useCatalogue";
import { AfterDelay, Bone, Failure } from "@/ui/Feedback";
import { IconPlus } from "@/ui/icons";
import { LinkButton } from "@/ui/LinkButton";
import page from "@/ui/Page.module.css";
import { usePermissions } from "../api/roles";
import styles from "./Roles.module.css";

export function RolesPage() {
  const { t } = useTranslation();
  const mayKeep = useMay("roles.manage");
  const roles = useCatalogue<Role>("roles");
  const inUse = roles.data?.filter((one) => !one.is_retired) ?? [];
  const retired = roles.data?.filter((one) => one.is_retired) ?? [];
  return (
    <main className={page.page}>
      <title>{t("roles.page_title")}</title>
      <div className={`${page.head} ${settings.head}`}>
        <h1>{t("roles.title")}</h1>
        <span className={settings.space} />
        {mayKeep ? (
          <LinkButton look="primary" href="/settings/roles/new">
            <IconPlus size={16} stroke={2} aria-hidden="true" />
            {t("roles.add")}
          </LinkButton>
        ) : null}
      </div>
      <div className={page.body}>
        <p className={page.intro}>{t("roles.intro")}</p>
        <nav className={styles.ways} aria-label={t("roles.ways")}>
          <Link href="/settings/roles/compare">{t("roles.compare")}</Link>
          <Link href="/settings/roles/review">{t("roles.review")}</Link>
        </nav>
        {roles.isPending ? (
          <AfterDelay>
            <Bone width="100%" height={160} />
          </AfterDelay>
        ) : roles.data ? (
          <Table roles={inUse} />
        ) : (
          <Failure title={t("roles.failed")} error={roles.error} onRetry={() => void roles.refetch()} />
        )}
        {retired.length > 0 ? (
          <section className={settings.section} aria-labelledby="retired">
            <h2 id="retired">{t("roles.retired_ones")}</h2>
            <Table roles={retired} />
          </section>
        ) : null}
      </div>
    </main>
  );
}

function Table({ roles }: { roles: readonly Role[] }) {
  const { t } = useTranslation();
  const catalogue = usePermissions().data?.items ?? [];
  const dangerous = new Set<string>(catalogue.filter((one) => one.is_dangerous).map(({ id }) => id));
  return (
    <table className={`${page.table} ${settings.things}`}>
      <thead>
        <tr>
          <th>{t("settings.name")}</th>
          <th>{t("roles.scope")}</th>
          <th className={page.num}>{t("roles.people")}</th>
          <th className={page.num}>{t("roles.dangerous_count")}</th>
        </tr>
      </thead>
      <tbody>
        {roles.map((role) => (
          <tr key={role.id}>
            <td className={`${page.first} ${settings.name}`}>
              <Link href={`/settings/roles/${role.id}`}>{titleOf(role, t)}</Link>
              {role.description ? <small>{role.description}</small> : null}
              {role.offered?.length ? <small>{t("roles.has_offers")}</small> : null}
            </td>
            <td>{t(`roles.scope_${role.scope}`)}</td>
            <td className={page.num}>{role.people}</td>
            <td className={page.num}>{role.permissions?.filter((one) => dangerous.has(one)).length ?? 0}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
