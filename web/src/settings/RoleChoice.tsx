/** All roles, or some of them. */
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useRoles } from "@/api/directory";
import field from "@/ui/Field.module.css";
import { IconAlertCircle } from "@/ui/icons";
import styles from "./RoleChoice.module.css";
import { roleName } from "./roles";

interface RoleChoiceProps {
  legend: string;
  all: string;
  /** Names of roles; null: all. */
  value: string[] | null;
  error?: string | null;
  help?: string;
  onChange: (roles: string[] | null) => void;
}

export function RoleChoice({ legend, all, value, error, help, onChange }: RoleChoiceProps) {
  const { t } = useTranslation();
  const roles = useRoles().data ?? [];
  const id = useId();
  function turn(role: string, on: boolean) {
    const others = (value ?? []).filter((one) => one !== role);
    onChange(on ? [...others, role].sort() : others);
  }
  return (
    <fieldset
      data-invalid={error ? true : undefined}
      className={styles.choice}
      aria-describedby={error || help ? `${id}-below` : undefined}
    >
      <legend>{legend}</legend>
      <label className={styles.option}>
        <input type="radio" name={id} checked={value === null} onChange={() => onChange(null)} />
        {all}
      </label>
      <label className={styles.option}>
        <input type="radio" name={id} checked={value !== null} onChange={() => onChange([])} />
        {t("settings.some_roles")}
      </label>
      {value ? (
        <div className={styles.some}>
          {roles.map(({ name }) => (
            <label key={name} className={styles.option}>
              <input
                type="checkbox"
                checked={value.includes(name)}
                onChange={(event) => turn(name, event.target.checked)}
              />
              {roleName(name, t)}
            </label>
          ))}
        </div>
      ) : null}
      {error ? (
        <div className={field.error} id={`${id}-below`}>
          <IconAlertCircle size={16} stroke={1.75} aria-hidden="true" />
          <span>{error}</span>
        </div>
      ) : help ? (
        <div className={field.help} id={`${id}-below`}>
          {help}
        </div>
      ) : null}
    </fieldset>
  );
}
