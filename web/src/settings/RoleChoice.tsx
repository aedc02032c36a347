/** All roles, or some of them. */
import { useTranslation } from "react-i18next";
import { useRoles } from "@/api/directory";
import { roleName } from "./roles";
import { SomeChoice, type SomeChoiceProps } from "./SomeChoice";

/** `value` holds names of roles. */
export function RoleChoice(props: Omit<SomeChoiceProps, "some" | "options">) {
  const { t } = useTranslation();
  const roles = useRoles().data ?? [];
  const options = roles.map(({ name }) => ({ id: name, name: roleName(name, t) }));
  return <SomeChoice {...props} some={t("settings.some_roles")} options={options} />;
}
