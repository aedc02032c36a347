/** All roles, or some of them. */
import { useTranslation } from "react-i18next";
import { useRoles } from "@/api/directory";
import { titleOf } from "./roles";
import { SomeChoice, type SomeChoiceProps } from "./SomeChoice";

/** `value` holds names of roles. */
export function RoleChoice(props: Omit<SomeChoiceProps, "some" | "options">) {
  const { t } = useTranslation();
  const roles = useRoles().data ?? [];
  const options = roles
    .filter(({ is_retired, name }) => !is_retired || props.value?.includes(name))
    .map((role) => ({ id: role.name, name: titleOf(role, t) }));
  return <SomeChoice {...props} some={t("settings.some_roles")} options={options} />;
}
