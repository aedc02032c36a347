/** What can this person see and do? */
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { PageHead } from "@/settings/PageHead";
import { titleOf } from "@/settings/roles";
import { AfterDelay, Bone, Failure } from "@/ui/Feedback";
import page from "@/ui/Page.module.css";
import { usePermissions, usePersonAccess } from "../api/roles";
import { useRoleWords } from "../api/words";
import { PermissionMatrix } from "./PermissionMatrix";
import styles from "./Roles.module.css";

export function PersonAccessPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const words = useRoleWords();
  const access = usePersonAccess(id);
  const catalogue = usePermissions().data?.items ?? [];
  const person = access.data;
  const held = new Set(person?.permissions);
  return (
    <main className={page.page}>
      <title>{t("roles.person_page_title")}</title>
      <PageHead back="/settings/roles/review" backName={t("roles.review")} title={t("roles.what_can")} />
      <div className={page.body}>
        {access.isPending ? (
          <AfterDelay>
            <Bone width="60%" height={120} />
          </AfterDelay>
        ) : null}
        {access.isError ? (
          <Failure
            title={t("roles.person_failed")}
            error={access.error}
            onRetry={() => void access.refetch()}
          />
        ) : null}
        {person ? (
          <div className={styles.person}>
            <h2 className={styles.heading}>{person.name}</h2>
            <p>
              <Link href={`/settings/roles/${person.role}`}>
                {t("roles.has_role", { role: titleOf({ name: person.role, title: person.title }, t) })}
              </Link>{" "}
              {person.is_active ? null : t("roles.inactive_person")}
            </p>
            <p>
              {t(`roles.scope_help_${person.scope}`)}{" "}
              {person.scope === "all" ? null : t("roles.in_queues", { queues: person.queues.join(", ") })}
            </p>
            {person.field_rules.length > 0 ? (
              <ul className={styles.people}>
                {person.field_rules.map(({ field, sight, is_editable }) => (
                  <li key={field}>
                    {`${words.field(field)}: ${t(`roles.sight_${sight}`)}, ${t(is_editable ? "roles.changes" : "roles.reads_only")}`}
                  </li>
                ))}
              </ul>
            ) : null}
            <PermissionMatrix
              catalogue={catalogue.filter((one) => held.has(one.id))}
              value={person.permissions}
              scope={person.scope}
            />
          </div>
        ) : null}
      </div>
    </main>
  );
}
