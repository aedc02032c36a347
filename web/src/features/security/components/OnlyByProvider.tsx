/** Whether everybody signs in by the organisation's provider, and who may come by password yet. */
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useRoles, useUsers } from "@/api/directory";
import type { FormParts } from "@/settings/ConfiguredForm";
import type { SecurityValues } from "../api/security";
import styles from "./Security.module.css";

export function OnlyByProvider({ values, errors, set }: FormParts<SecurityValues>) {
  const { t } = useTranslation();
  const people = useAdministrators(values.emergency_users);
  function turn(id: string, on: boolean) {
    const others = values.emergency_users.filter((one) => one !== id);
    set("emergency_users", on ? [...others, id].sort() : others);
  }
  return (
    <>
      <h2>{t("security.providers")}</h2>
      <p className="t-meta">
        {t("security.providers_help")}{" "}
        <Link href="/settings/identity-providers">{t("security.providers_go")}</Link>
      </p>
      <label className={styles.option}>
        <input
          type="checkbox"
          checked={values.only_by_provider}
          onChange={(event) => set("only_by_provider", event.target.checked)}
        />
        {t("security.only_by_provider")}
      </label>
      {values.only_by_provider ? (
        <fieldset className={styles.roles} data-invalid={errors.emergency_users ? true : undefined}>
          <legend>{t("security.emergency_users")}</legend>
          {people.map(({ id, name }) => (
            <label key={id} className={styles.option}>
              <input
                type="checkbox"
                checked={values.emergency_users.includes(id)}
                onChange={(event) => turn(id, event.target.checked)}
              />
              {name}
            </label>
          ))}
          <p className="t-meta">{t("security.emergency_users_help")}</p>
          {errors.emergency_users ? <p role="alert">{errors.emergency_users}</p> : null}
        </fieldset>
      ) : null}
    </>
  );
}

const administers = ["users.manage", "roles.manage"] as const;

/** Who could mend whatever is wrong, beside those who are named already. */
function useAdministrators(named: readonly string[]) {
  const roles = useRoles().data ?? [];
  const users = useUsers(true).data ?? [];
  const could = roles
    .filter(
      ({ scope, permissions }) => scope === "all" && administers.every((one) => permissions?.includes(one)),
    )
    .map(({ name }) => name);
  return users.filter(
    ({ id, role, state }) => named.includes(id) || (state === "active" && could.includes(role)),
  );
}
