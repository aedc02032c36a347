/** The groups there are. */
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/directory";
import type { Group } from "@/api/types";
import { CatalogueList } from "@/settings/CatalogueList";

export function GroupsPage() {
  const { t } = useTranslation();
  const mayKeep = useMay("users.manage");
  return (
    <CatalogueList<Group>
      kind="groups"
      mayKeep={mayKeep}
      words={{
        title: t("groups.title"),
        pageTitle: t("groups.page_title"),
        failed: t("groups.failed"),
        forbidden: t("groups.forbidden"),
        empty: t("groups.empty"),
        emptyHelp: t("groups.empty_help"),
        add: t("groups.new"),
        search: t("groups.search"),
        noMatch: (text) => t("groups.no_match", { text }),
        retired: (name) => t("groups.retired", { name }),
        restored: (name) => t("groups.restored", { name }),
      }}
      below={({ description }) => description}
      columns={[{ head: t("groups.people"), cell: ({ people }) => people }]}
    />
  );
}
