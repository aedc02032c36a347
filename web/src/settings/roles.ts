/** Roles as people call them. */
import type { TFunction } from "i18next";
import { listed } from "@/i18n/format";

export function roleName(role: string, t: TFunction): string {
  if (role === "administrator" || role === "supervisor" || role === "agent") return t(`role.${role}`);
  return role;
}

/** Several of them; none named are all. */
export function roleNames(roles: readonly string[], t: TFunction): string {
  return roles.length > 0 ? listed(roles.map((role) => roleName(role, t))) : t("settings.all_roles");
}
