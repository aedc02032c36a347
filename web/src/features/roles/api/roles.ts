/** Roles, the catalogue of permissions, and who has what. */
import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { get } from "@/api/http";
import type { AccessReview, FieldRule, Permission, PermissionEntry, PersonAccess, Role } from "@/api/types";
import type { Errors } from "@/settings/ConfiguredForm";

export interface RoleValues {
  title: string;
  description: string;
  scope: Role["scope"];
  permissions: Permission[];
  field_rules: FieldRule[];
}

export const blankRole: RoleValues = {
  title: "",
  description: "",
  scope: "own",
  permissions: ["conversations.read"],
  field_rules: [],
};

export const scopes = ["own", "queues", "all"] as const;
export const sights = ["visible", "masked", "hidden"] as const;

export function valuesOf(role: Role): RoleValues {
  const { title, description, scope, permissions, field_rules } = role;
  return { title, description, scope, permissions: permissions ?? [], field_rules: field_rules ?? [] };
}

export function flawsOf({ title }: RoleValues, isStandard: boolean, t: TFunction): Errors<RoleValues> {
  return title.trim() || isStandard ? {} : { title: t("roles.title_missing") };
}

/** A permission on, with all it says nothing without; or off, with all that says nothing without it. */
export function turned(
  chosen: readonly Permission[],
  id: Permission,
  on: boolean,
  catalogue: readonly PermissionEntry[],
): Permission[] {
  const found = new Set(chosen);
  const turn = (one: Permission) => {
    if (on) found.add(one);
    else found.delete(one);
    for (const { id: other, needs } of catalogue) {
      const follows = on ? other === one && needs : needs.includes(one) && [other];
      for (const next of follows || []) if (found.has(next) !== on) turn(next);
    }
  };
  turn(id);
  return [...found].sort();
}

/** Those that a role of such a scope may have. */
export function fitting(
  permissions: readonly Permission[],
  scope: Role["scope"],
  catalogue: readonly PermissionEntry[],
): Permission[] {
  const tooFar = scope === "all" ? [] : catalogue.filter((one) => one.needs_all).map(({ id }) => id);
  return permissions.filter((one) => !tooFar.includes(one));
}

export function ruleOf(rules: readonly FieldRule[], field: string): FieldRule {
  return rules.find((one) => one.field === field) ?? { field, sight: "visible", is_editable: true };
}

/** Rules with one of them as it is to be; a rule that says nothing is none. */
export function withRule(rules: readonly FieldRule[], rule: FieldRule): FieldRule[] {
  const says = rule.sight !== "visible" || !rule.is_editable || isOwnValue(rule.field);
  const others = rules.filter(({ field }) => field !== rule.field);
  return (says ? [...others, rule] : others).sort((one, other) => (one.field < other.field ? -1 : 1));
}

/** Whether a rule is about one value of customers, not about all. */
export function isOwnValue(field: string): boolean {
  return field.startsWith("client.") && field !== "client.*";
}

export function usePermissions() {
  return useQuery({
    queryKey: ["permissions"],
    queryFn: ({ signal }) => get<PermissionListOf>("/permissions", { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

interface PermissionListOf {
  items: PermissionEntry[];
  fields: { id: string; is_revealed: boolean }[];
}

export function useReview() {
  return useQuery({
    queryKey: ["access-review"],
    queryFn: ({ signal }) => get<AccessReview>("/access-review", { signal }),
  });
}

export function usePersonAccess(userId: string) {
  return useQuery({
    queryKey: ["person-access", userId],
    queryFn: ({ signal }) => get<PersonAccess>(`/users/${userId}/permissions`, { signal }),
  });
}
