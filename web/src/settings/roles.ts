/** Roles as people call them. */
import type { TFunction } from "i18next";
import type { Role } from "@/api/types";
import { listed } from "@/i18n/format";

const standard = ["administrator", "supervisor", "agent", "outbound_agent", "outbound_supervisor"] as const;

export function roleName(role: string, t: TFunction): string {
  const known = standard.find((one) => one === role);
  return known ? t(`role.${known}`) : role;
}

/** By the title that somebody gave it, where they did. */
export function titleOf({ name, title }: Pick<Role, "name" | "title">, t: TFunction): string {
  return title || roleName(name, t);
}

/** Several of them; none named are all. */
export function roleNames(roles: readonly string[], t: TFunction): string {
  return roles.length > 0 ? listed(roles.map((role) => roleName(role, t))) : t("settings.all_roles");
}
