/** The content policies there are: what each refuses, where and to whom. */
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/directory";
import type { ContentPolicy } from "@/api/types";
import { CatalogueList } from "@/settings/CatalogueList";
import { useRoleNames } from "@/settings/roles";
import styles from "./ContentPolicies.module.css";
import { useWords } from "./useWords";

export function ContentPoliciesPage() {
  const { t } = useTranslation();
  const { roleNames } = useRoleNames();
  const mayKeep = useMay("content_policies.manage");
  const { connectionsInWords, refusedInWords } = useWords();
  return (
    <CatalogueList<ContentPolicy>
      kind="content-policies"
      mayKeep={mayKeep}
      words={{
        title: t("content.title"),
        pageTitle: t("content.page_title"),
        failed: t("content.failed"),
        forbidden: t("content.forbidden"),
        empty: t("content.empty"),
        emptyHelp: t("content.empty_help"),
        add: t("content.add"),
        search: t("content.search"),
        noMatch: (text) => t("content.no_match", { text }),
        retired: (name) => t("content.retired", { name }),
        restored: (name) => t("content.restored", { name }),
      }}
      below={({ allowed }) => t("content.refuses", { kinds: refusedInWords(allowed) })}
      columns={[
        {
          head: t("content.connections"),
          className: styles.where,
          cell: ({ connections }) => connectionsInWords(connections),
        },
        { head: t("content.roles"), className: styles.where, cell: ({ roles }) => roleNames(roles) },
      ]}
    />
  );
}
