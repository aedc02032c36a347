/** The breaks an organisation grants: how long each may last in a day, and for whom. */
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/directory";
import type { BreakType } from "@/api/types";
import { minuteWords } from "@/i18n/format";
import { CatalogueList } from "@/settings/CatalogueList";
import styles from "./BreakTypes.module.css";
import { useAudience } from "./useAudience";

export function BreakTypesPage() {
  const { t } = useTranslation();
  const mayKeep = useMay("break_types.manage");
  const audienceOf = useAudience();
  return (
    <CatalogueList<BreakType>
      kind="break-types"
      mayKeep={mayKeep}
      words={{
        title: t("breaks.title"),
        pageTitle: t("breaks.title_page"),
        failed: t("breaks.failed"),
        forbidden: t("breaks.forbidden"),
        empty: t("breaks.empty"),
        emptyHelp: t("breaks.empty_help"),
        add: t("breaks.create"),
        search: t("breaks.search"),
        noMatch: (text) => t("breaks.no_match", { text }),
        retiredTitle: t("breaks.retired"),
        retired: (name) => t("breaks.done_retire", { name }),
        restored: (name) => t("breaks.done_restore", { name }),
      }}
      columns={[
        {
          head: t("breaks.minutes"),
          className: styles.minutes,
          cell: ({ minutes }) => minuteWords(minutes),
        },
        { head: t("breaks.for_whom"), cell: ({ user_ids }) => audienceOf(user_ids) },
      ]}
    />
  );
}
