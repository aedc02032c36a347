/** Policies in words. */
import { useTranslation } from "react-i18next";
import { useConnectionNames } from "@/api/directory";
import type { ContentKind } from "@/api/types";
import { contentKinds, kindsInWords } from "@/i18n/content-words";
import { listed } from "@/i18n/format";
import { useRoleNames } from "@/settings/roles";
import { type PolicyValues, refusedOf } from "../api/policies";

export function useWords() {
  const { t } = useTranslation();
  const { roleName } = useRoleNames();
  const connections = useConnectionNames(true).data;

  function connectionsInWords(ids: readonly string[] | null): string {
    if (!ids?.length) return t("content.every_connection");
    return listed(ids.map((id) => connections?.find((one) => one.id === id)?.name ?? id));
  }

  function refusedInWords(allowed: readonly ContentKind[]): string {
    const refused = refusedOf(allowed);
    if (refused.length === 0) return t("content.refuses_nothing");
    return refused.length === contentKinds.length ? t("content.everything") : kindsInWords(refused, t);
  }

  /** What a policy does, as one would tell it. */
  function summary({ allowed, connections: ids, roles }: PolicyValues): string {
    const refused = refusedOf(allowed);
    if (refused.length === 0) return t("content.summary_nothing");
    const where = ids?.length ? connectionsInWords(ids) : t("content.any_connection");
    const isAll = refused.length === contentKinds.length;
    const facts = { where, kinds: isAll ? t("content.nothing_at_all") : kindsInWords(refused, t) };
    if (!roles?.length) return t("content.summary_everybody", facts);
    const names = listed(roles.map((role) => roleName(role)));
    return t("content.summary_roles", { ...facts, roles: names, count: roles.length });
  }

  return { connectionsInWords, refusedInWords, summary };
}
