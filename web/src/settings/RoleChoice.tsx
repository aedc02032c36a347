/** All roles, or some of them. */
import { useTranslation } from "react-i18next";
import { useRoles } from "@/api/directory";
import { roleName } from "./roles";
import { SomeChoice } from "./SomeChoice";

interface RoleChoiceProps {
  legend: string;
  all: string;
  /** Names of roles; null: all. */
  value: string[] | null;
  error?: string | null;
  help?: string;
  onChange: (roles: string[] | null) => void;
}

export function RoleChoice(props: RoleChoiceProps) {
  const { t } = useTranslation();
  const roles = useRoles().data ?? [];
  const options = roles.map(({ name }) => ({ id: name, name: roleName(name, t) }));
  return <SomeChoice {...props} some={t("settings.some_roles")} options={options} />;
}
