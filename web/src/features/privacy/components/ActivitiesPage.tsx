/** The register of processing: what is done with data of people, why, and for how long. */
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/directory";
import { CatalogueList } from "@/settings/CatalogueList";
import { useCatalogue } from "@/settings/useCatalogue";
import { Button } from "@/ui/Button";
import { asCsv, save } from "../api/activities";
import type { Activity } from "../api/privacy";

export function ActivitiesPage() {
  const { t } = useTranslation();
  const mayKeep = useMay("privacy.manage");
  return (
    <CatalogueList<Activity>
      kind="privacy/activities"
      mayKeep={mayKeep}
      words={{
        title: t("privacy.register"),
        pageTitle: t("privacy.register_page_title"),
        failed: t("privacy.failed"),
        forbidden: t("privacy.forbidden"),
        empty: t("privacy.register_empty"),
        emptyHelp: t("privacy.register_empty_help"),
        add: t("privacy.add_activity"),
        search: t("privacy.search_activity"),
        noMatch: (text) => t("privacy.no_activity", { text }),
        retired: (name) => t("privacy.activity_retired", { name }),
        restored: (name) => t("privacy.activity_restored", { name }),
      }}
      below={({ purpose }) => purpose}
      columns={[
        { head: t("privacy.data"), cell: ({ data }) => data },
        { head: t("privacy.recipients"), cell: ({ recipients }) => recipients },
        { head: t("privacy.retention"), cell: ({ retention }) => retention },
      ]}
      foot={<ExportButton />}
    />
  );
}

function ExportButton() {
  const { t } = useTranslation();
  const activities = useCatalogue<Activity>("privacy/activities").data ?? [];
  if (activities.length === 0) return null;
  return (
    <Button onClick={() => save("registro-de-tratamientos.csv", asCsv(activities, t))}>
      {t("privacy.export_register")}
    </Button>
  );
}
