/** The values of a provider's form, and what the API makes of them. */
import type { TFunction } from "i18next";
import type { IdentityProvider } from "@/api/types";
import type { Errors } from "@/settings/ConfiguredForm";

export const kind = "identity-providers";
export const nameLimit = 60;

/** One row of the mapping, as it is typed. */
export interface RuleValues {
  claim: string;
  value: string;
  /** Empty: it says nothing of the role. */
  role: string;
  queues: string[];
}

/** The secret is none of them: drafts are kept in the browser. */
export interface ProviderValues {
  name: string;
  issuer: string;
  client_id: string;
  /** With blanks between. */
  scopes: string;
  rules: RuleValues[];
  /** Empty: nobody comes in by default. */
  default_role: string;
  keeps_in_step: boolean;
  creates_people: boolean;
  links_by_email: boolean;
  vouches_for_email: boolean;
  vouches_for_factor: boolean;
}

export const switches = [
  "creates_people",
  "links_by_email",
  "vouches_for_email",
  "vouches_for_factor",
  "keeps_in_step",
] as const;
export type Switch = (typeof switches)[number];

export const blankRule: RuleValues = { claim: "groups", value: "", role: "", queues: [] };

export const blankProvider: ProviderValues = {
  name: "",
  issuer: "",
  client_id: "",
  scopes: "profile email",
  rules: [],
  default_role: "",
  keeps_in_step: true,
  creates_people: false,
  links_by_email: false,
  vouches_for_email: false,
  vouches_for_factor: false,
};

export function valuesOf(provider: IdentityProvider): ProviderValues {
  return {
    name: provider.name,
    issuer: provider.issuer,
    client_id: provider.client_id,
    scopes: provider.scopes.join(" "),
    rules: provider.rules.map((rule) => ({ ...rule, role: rule.role ?? "" })),
    default_role: provider.default_role ?? "",
    keeps_in_step: provider.keeps_in_step,
    creates_people: provider.creates_people,
    links_by_email: provider.links_by_email,
    vouches_for_email: provider.vouches_for_email,
    vouches_for_factor: provider.vouches_for_factor,
  };
}

export function bodyOf(values: Partial<ProviderValues>): object {
  const { scopes, rules, default_role, ...rest } = values;
  return {
    ...rest,
    ...(scopes === undefined ? {} : { scopes: wordsOf(scopes) }),
    ...(rules === undefined ? {} : { rules: rules.map((rule) => ({ ...rule, role: rule.role || null })) }),
    ...(default_role === undefined ? {} : { default_role: default_role || null }),
  };
}

export function flawsOf(values: ProviderValues, t: TFunction): Errors<ProviderValues> {
  const flaws: Errors<ProviderValues> = {};
  if (!values.name.trim()) flaws.name = t("providers.name_missing");
  else if ([...values.name].length > nameLimit) flaws.name = t("settings.too_long", { limit: nameLimit });
  if (!/^https?:\/\/\S+$/.test(values.issuer)) flaws.issuer = t("providers.issuer_missing");
  if (!values.client_id.trim()) flaws.client_id = t("providers.client_missing");
  if (values.rules.some(isUseless)) flaws.rules = t("providers.rule_useless");
  return flaws;
}

function isUseless({ claim, value, role, queues }: RuleValues): boolean {
  return !claim.trim() || !value.trim() || (!role && queues.length === 0);
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}
