/** The identity providers there are: where each is, and how it is set. */
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/directory";
import type { IdentityProvider } from "@/api/types";
import { CatalogueList } from "@/settings/CatalogueList";
import { kind } from "../api/providers";

export function ProvidersPage() {
  const { t } = useTranslation();
  const mayKeep = useMay("security.manage");
  return (
    <CatalogueList<IdentityProvider>
      kind={kind}
      mayKeep={mayKeep}
      words={{
        title: t("providers.title"),
        pageTitle: t("providers.page_title"),
        failed: t("providers.failed"),
        forbidden: t("security.forbidden"),
        empty: t("providers.empty"),
        emptyHelp: t("providers.empty_help"),
        add: t("providers.add"),
        search: t("providers.search"),
        noMatch: (text) => t("providers.no_match", { text }),
        retired: (name) => t("providers.retired", { name }),
        restored: (name) => t("providers.restored", { name }),
      }}
      below={({ issuer }) => issuer}
      columns={[
        {
          head: t("providers.people"),
          cell: ({ creates_people, links_by_email }) =>
            t(
              creates_people
                ? "providers.are_created"
                : links_by_email
                  ? "providers.are_linked"
                  : "providers.are_known",
            ),
        },
      ]}
    />
  );
}
