/** The trees of typifications there are: where they are used, and where closing asks for one. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useMay, useQueues } from "@/api/directory";
import type { Queue, TypificationTree } from "@/api/types";
import { CatalogueList } from "@/settings/CatalogueList";
import { listed } from "@/i18n/format";
import styles from "./Trees.module.css";

export function TreesPage() {
  const { t } = useTranslation();
  const mayKeep = useMay("typifications.manage");
  const queues = useQueues().data ?? [];
  return (
    <CatalogueList<TypificationTree>
      kind="typifications"
      mayKeep={mayKeep}
      words={{
        title: t("typify.settings"),
        pageTitle: t("typify.settings_page"),
        failed: t("typify.failed"),
        forbidden: t("typify.forbidden"),
        empty: t("typify.empty"),
        emptyHelp: t("typify.empty_help"),
        add: t("typify.add_tree"),
        search: t("typify.search_tree"),
        noMatch: (text) => t("typify.no_tree", { text }),
        retired: (name) => t("typify.tree_retired", { name }),
        restored: (name) => t("typify.tree_restored", { name }),
      }}
      below={({ nodes }) => t("typify.leaves", { count: nodes.filter((one) => one.is_choosable).length })}
      columns={[
        {
          head: t("typify.used_in"),
          className: styles.where,
          cell: (one) => queueNames(one.queue_ids, queues, t("typify.all_queues")),
        },
        { head: t("typify.mandatory"), className: styles.where, cell: (one) => mandatoryIn(one, queues, t) },
      ]}
    />
  );
}

export function queueNames(ids: readonly string[], queues: readonly Queue[], all: string): string {
  if (ids.length === 0) return all;
  return listed(ids.map((id) => queues.find((one) => one.id === id)?.name ?? id));
}

function mandatoryIn(tree: TypificationTree, queues: readonly Queue[], t: TFunction): string {
  if (!tree.is_mandatory) return t("typify.mandatory_none");
  return queueNames(tree.mandatory_queue_ids, queues, t("typify.mandatory_all"));
}
