/** The applications there are: what each may do, and when it was last used. */
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useMay } from "@/api/directory";
import type { Application } from "@/api/types";
import { momentOf } from "@/i18n/format";
import { CatalogueList } from "@/settings/CatalogueList";
import { useNow } from "@/ui/useNow";
import styles from "./Applications.module.css";
import { useWords } from "./useWords";

export function ApplicationsPage() {
  const { t } = useTranslation();
  const mayKeep = useMay("applications.manage");
  const now = useNow(60_000);
  const { queuesInWords } = useWords();
  return (
    <CatalogueList<Application>
      kind="applications"
      mayKeep={mayKeep}
      words={{
        title: t("applications.title"),
        pageTitle: t("applications.page_title"),
        failed: t("applications.failed"),
        forbidden: t("applications.forbidden"),
        empty: t("applications.empty"),
        emptyHelp: t("applications.empty_help"),
        add: t("applications.add"),
        search: t("applications.search"),
        noMatch: (text) => t("applications.no_match", { text }),
        retiredTitle: t("applications.retired_title"),
        retired: (name) => t("applications.retired", { name }),
        restored: (name) => t("applications.restored", { name }),
      }}
      below={({ description }) => description}
      columns={[
        {
          head: t("applications.permissions"),
          className: styles.wide,
          cell: ({ permissions }) => t("applications.so_many", { count: permissions.length }),
        },
        {
          head: t("applications.queues"),
          className: styles.wide,
          cell: ({ scope, queues }) => queuesInWords(scope === "all" ? null : queues),
        },
        {
          head: t("applications.last_use"),
          cell: ({ last_used_at: at }) => (at ? momentOf(at, now) : t("applications.never")),
        },
      ]}
      foot={<Link href="/help/api">{t("api.read")}</Link>}
    />
  );
}
