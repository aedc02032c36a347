/** Roles as people call them. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useRoles } from "@/api/directory";
import type { Role } from "@/api/types";
import { listed } from "@/i18n/format";

const standard = ["administrator", "supervisor", "agent", "outbound_agent", "outbound_supervisor"] as const;

/** By the title that somebody gave it, where they did; the standard ones have words of ours. */
export function titleOf({ name, title }: Pick<Role, "name" | "title">, t: TFunction): string {
  const known = standard.find((one) => one === name);
  return title || (known ? t(`role.${known}`) : name);
}

/** What roles are called that others name by their id. */
export function useRoleNames() {
  const { t } = useTranslation();
  const roles = useRoles().data ?? [];

  function roleName(name: string): string {
    return titleOf(roles.find((one) => one.name === name) ?? { name, title: "" }, t);
  }

  /** Several of them; none named are all. */
  function roleNames(names: readonly string[]): string {
    return names.length > 0 ? listed(names.map(roleName)) : t("settings.all_roles");
  }

  return { roleName, roleNames };
}
