/** The queues of one's scope: what for, how long people may wait. */
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/directory";
import type { Queue } from "@/api/types";
import { CatalogueList } from "@/settings/CatalogueList";
import { targetWords, usersOf } from "../api/queues";
import styles from "./Queues.module.css";

export function QueuesPage() {
  const { t } = useTranslation();
  const mayKeep = useMay("queues.manage");
  return (
    <CatalogueList<Queue>
      kind="queues"
      mayKeep={mayKeep}
      words={{
        title: t("queues.title"),
        pageTitle: t("queues.page_title"),
        failed: t("queues.failed"),
        forbidden: t("queues.forbidden"),
        empty: t("queues.empty"),
        emptyHelp: t(mayKeep ? "queues.empty_help" : "queues.empty_help_scope"),
        add: t("queues.add"),
        search: t("queues.search"),
        noMatch: (text) => t("queues.no_match", { text }),
        retired: (name) => t("queues.retired", { name }),
        restored: (name) => t("queues.restored", { name }),
      }}
      below={({ description }) => description}
      refusal={(error, queue) => usersOf(error, queue, t)}
      columns={[
        { head: t("queues.target_short"), className: styles.target, cell: (one) => targetWords(one, t) },
      ]}
    />
  );
}
