/** Every permission with what it means, by group; what is dangerous says so. */
import { useTranslation } from "react-i18next";
import type { Permission, PermissionEntry, Role } from "@/api/types";
import { IconAlertTriangle } from "@/ui/icons";
import { turned } from "../api/roles";
import { useRoleWords } from "../api/words";
import styles from "./Roles.module.css";

interface PermissionMatrixProps {
  catalogue: readonly PermissionEntry[];
  value: readonly Permission[];
  scope: Role["scope"];
  /** Absent: only shown. */
  onChange?: (permissions: Permission[]) => void;
}

export function PermissionMatrix({ catalogue, value, scope, onChange }: PermissionMatrixProps) {
  const { t } = useTranslation();
  const words = useRoleWords();
  const groups = [...new Set(catalogue.map(({ group }) => group))];
  return (
    <section aria-labelledby="permissions">
      <h2 id="permissions" className={styles.heading}>
        {t("roles.permissions")}
      </h2>
      {groups.map((group) => (
        <fieldset key={group} className={styles.group}>
          <legend>{words.group(group)}</legend>
          {catalogue
            .filter((one) => one.group === group)
            .map(({ id, needs, needs_all, is_dangerous }) => (
              <label key={id} className={styles.permission}>
                <input
                  type="checkbox"
                  checked={value.includes(id)}
                  disabled={!onChange || (needs_all && scope !== "all")}
                  onChange={(event) => onChange?.(turned(value, id, event.target.checked, catalogue))}
                />
                <span>
                  {words.permission(id).name}
                  {is_dangerous ? <Dangerous /> : null}
                  <small>{words.permission(id).help}</small>
                  {needs.length > 0 ? (
                    <small>
                      {t("roles.needs", { names: needs.map((one) => words.permission(one).name).join(", ") })}
                    </small>
                  ) : null}
                </span>
              </label>
            ))}
        </fieldset>
      ))}
    </section>
  );
}

export function Dangerous() {
  const { t } = useTranslation();
  return (
    <span className={styles.danger}>
      <IconAlertTriangle size={14} stroke={1.75} aria-hidden="true" />
      {t("roles.dangerous")}
    </span>
  );
}
