/** A role, or none of them. */
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useRoles } from "@/api/directory";
import { titleOf } from "@/settings/roles";
import field from "@/ui/Field.module.css";

interface RoleFieldProps {
  label: string;
  /** What no role is called. */
  none: string;
  value: string;
  onChange: (role: string) => void;
}

export function RoleField({ label, none, value, onChange }: RoleFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const roles = (useRoles().data ?? []).filter((one) => !one.is_retired || one.name === value);
  return (
    <div className={field.field}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className={field.input}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">{none}</option>
        {roles.map((role) => (
          <option key={role.name} value={role.name}>
            {titleOf(role, t)}
          </option>
        ))}
      </select>
    </div>
  );
}
