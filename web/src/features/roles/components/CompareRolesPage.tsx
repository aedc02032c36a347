/** Two roles side by side: what each has alone, and what they see differently. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "wouter";
import { get } from "@/api/http";
import type { Permission, Role, RoleDifferences } from "@/api/types";
import { PageHead } from "@/settings/PageHead";
import { titleOf } from "@/settings/roles";
import { useCatalogue } from "@/settings/useCatalogue";
import { Failure } from "@/ui/Feedback";
import page from "@/ui/Page.module.css";
import { WideTable } from "@/ui/WideTable";
import { useRoleWords } from "../api/words";
import styles from "./Roles.module.css";

export function CompareRolesPage() {
  const { t } = useTranslation();
  const roles = useCatalogue<Role>("roles").data ?? [];
  const [asked, ask] = useSearchParams();
  const one = asked.get("one") ?? "agent";
  const other = asked.get("other") ?? "supervisor";
  const differences = useQuery({
    queryKey: ["role-differences", one, other],
    queryFn: ({ signal }) => get<RoleDifferences>(`/roles/${one}/compared-with/${other}`, { signal }),
  });
  const choose = (change: Record<string, string>) => ask({ one, other, ...change }, { replace: true });
  return (
    <main className={page.page}>
      <title>{t("roles.compare_page_title")}</title>
      <PageHead back="/settings/roles" backName={t("roles.back")} title={t("roles.compare")} />
      <div className={page.body}>
        <div className={styles.pair}>
          <Choice label={t("roles.one")} roles={roles} value={one} onChoose={(id) => choose({ one: id })} />
          <Choice
            label={t("roles.other")}
            roles={roles}
            value={other}
            onChoose={(id) => choose({ other: id })}
          />
        </div>
        {differences.data ? <Differences found={differences.data} roles={roles} /> : null}
        {differences.isError ? (
          <Failure
            title={t("roles.failed")}
            error={differences.error}
            onRetry={() => void differences.refetch()}
          />
        ) : null}
      </div>
    </main>
  );
}

interface ChoiceProps {
  label: string;
  roles: readonly Role[];
  value: string;
  onChoose: (id: string) => void;
}

function Choice({ label, roles, value, onChoose }: ChoiceProps) {
  const { t } = useTranslation();
  return (
    <label>
      {label}{" "}
      <select value={value} onChange={(event) => onChoose(event.target.value)}>
        {roles.map((role) => (
          <option key={role.id} value={role.id}>
            {titleOf(role, t)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Differences({ found, roles }: { found: RoleDifferences; roles: readonly Role[] }) {
  const { t } = useTranslation();
  const words = useRoleWords();
  const title = (id: string) => {
    const role = roles.find((one) => one.id === id);
    return role ? titleOf(role, t) : id;
  };
  const seen = (sight: RoleDifferences["fields"][number]["sight"], isEditable: boolean) =>
    `${t(`roles.sight_${sight}`)}, ${t(isEditable ? "roles.changes" : "roles.reads_only")}`;
  return (
    <WideTable label={t("roles.compare")}>
      <table className={styles.rules}>
        <thead>
          <tr>
            <td />
            <th scope="col">{title(found.name)}</th>
            <th scope="col">{title(found.other)}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t("roles.scope")}</th>
            <td>{t(`roles.scope_${found.scope}`)}</td>
            <td>{t(`roles.scope_${found.other_scope}`)}</td>
          </tr>
          <tr>
            <th scope="row">{t("roles.alone")}</th>
            <td>
              <Names ids={found.only} />
            </td>
            <td>
              <Names ids={found.only_other} />
            </td>
          </tr>
          {found.fields.map((one) => (
            <tr key={one.field}>
              <th scope="row">{words.field(one.field)}</th>
              <td>{seen(one.sight, one.is_editable)}</td>
              <td>{seen(one.other_sight, one.other_is_editable)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t("roles.both")}</th>
            <td colSpan={2}>
              <Names ids={found.both} />
            </td>
          </tr>
        </tbody>
      </table>
    </WideTable>
  );
}

function Names({ ids }: { ids: readonly Permission[] }) {
  const { t } = useTranslation();
  const words = useRoleWords();
  if (ids.length === 0) return t("roles.nothing");
  return (
    <ul>
      {ids.map((id) => (
        <li key={id}>{words.permission(id).name}</li>
      ))}
    </ul>
  );
}
