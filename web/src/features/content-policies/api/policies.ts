/** The values of a content policy's form, what the API makes of them, and which policies meet. */
import type { TFunction } from "i18next";
import type { ContentKind, ContentPolicy } from "@/api/types";
import { contentKinds } from "@/i18n/content-words";
import type { Errors } from "@/settings/ConfiguredForm";

export const nameLimit = 60;

export interface PolicyValues {
  name: string;
  allowed: ContentKind[];
  /** Ids; null: every one. */
  connections: string[] | null;
  /** Names of roles; null: all. */
  roles: string[] | null;
}

export const blankPolicy: PolicyValues = {
  name: "",
  allowed: [...contentKinds],
  connections: null,
  roles: null,
};

export function valuesOf({ name, allowed, connections, roles }: ContentPolicy): PolicyValues {
  return { name, allowed: inOrder(allowed), connections: someOrNull(connections), roles: someOrNull(roles) };
}

export function bodyOf({ connections, roles, ...rest }: Partial<PolicyValues>): object {
  return {
    ...rest,
    ...(connections === undefined ? {} : { connections: connections ?? [] }),
    ...(roles === undefined ? {} : { roles: roles ?? [] }),
  };
}

export function flawsOf({ name, connections, roles }: PolicyValues, t: TFunction): Errors<PolicyValues> {
  const flaws: Errors<PolicyValues> = {};
  if (!name.trim()) flaws.name = t("content.name_missing");
  else if ([...name].length > nameLimit) flaws.name = t("settings.too_long", { limit: nameLimit });
  if (connections?.length === 0) flaws.connections = t("content.connection_missing");
  if (roles?.length === 0) flaws.roles = t("settings.role_missing");
  return flaws;
}

export function turned(allowed: readonly ContentKind[], kind: ContentKind, on: boolean): ContentKind[] {
  return inOrder(on ? [...allowed, kind] : allowed.filter((one) => one !== kind));
}

export function refusedOf(allowed: readonly ContentKind[]): ContentKind[] {
  return contentKinds.filter((kind) => !allowed.includes(kind));
}

/** Those in use that apply somewhere to somebody for whom these values would, too. */
export function meeting(
  values: PolicyValues,
  policies: readonly ContentPolicy[],
  ownId: string | null,
): ContentPolicy[] {
  return policies.filter((one) => {
    const other = valuesOf(one);
    const isOther = one.id !== ownId && !one.is_retired;
    return isOther && meet(values.connections, other.connections) && meet(values.roles, other.roles);
  });
}

function meet(one: string[] | null, other: string[] | null): boolean {
  return one === null || other === null || one.some((id) => other.includes(id));
}

function inOrder(kinds: readonly ContentKind[]): ContentKind[] {
  return contentKinds.filter((kind) => kinds.includes(kind));
}

function someOrNull(names: string[]): string[] | null {
  return names.length > 0 ? names : null;
}
