/** The labels there are: colour, who sees them, and whether they are in use. */
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/directory";
import type { Label } from "@/api/types";
import { CatalogueList } from "@/settings/CatalogueList";
import { useRoleNames } from "@/settings/roles";
import { LabelSquare } from "@/ui/LabelChip";
import styles from "./Labels.module.css";

export function LabelsPage() {
  const { t } = useTranslation();
  const { roleNames } = useRoleNames();
  const mayKeep = useMay("labels.manage");
  return (
    <CatalogueList<Label>
      kind="labels"
      mayKeep={mayKeep}
      words={{
        title: t("labels.title"),
        pageTitle: t("labels.page_title"),
        failed: t("labels.failed"),
        forbidden: t("labels.forbidden"),
        empty: t("labels.empty"),
        emptyHelp: t("labels.empty_help"),
        add: t("labels.add"),
        search: t("labels.search"),
        noMatch: (text) => t("labels.no_match", { text }),
        retired: (name) => t("labels.retired", { name }),
        restored: (name) => t("labels.restored", { name }),
      }}
      lead={({ colour }) => (
        <span className={styles.lead}>
          <LabelSquare colour={colour} />
        </span>
      )}
      below={({ description }) => description}
      columns={[
        { head: t("labels.seen_by"), className: styles.roles, cell: (one) => roleNames(one.seen_by) },
        {
          head: t("labels.used_by"),
          className: styles.roles,
          cell: (one) => (one.used_by.length > 0 ? roleNames(one.used_by) : t("labels.who_sees")),
        },
      ]}
    />
  );
}
