/** The colours that tell by whom something on a thread is. */
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/directory";
import type { AuthorColours, DeskColours } from "@/api/types";
import { ConfiguredForm } from "@/settings/ConfiguredForm";
import { AfterDelay, Bone, Empty, Failure } from "@/ui/Feedback";
import page from "@/ui/Page.module.css";
import { useAuthorColours, useSaving, valuesOf } from "../api/authorColours";
import { type Author, authors, flawOf, schemes } from "../api/contrast";
import { sets } from "../api/sets";
import { ColourFields } from "./ColourFields";
import { Sample } from "./Sample";
import { SetChoice } from "./SetChoice";

export function AuthorColoursPage() {
  const { t } = useTranslation();
  const mayKeep = useMay("author_colours.manage");
  return (
    <main className={page.page}>
      <title>{t("colours.page_title")}</title>
      <div className={page.head}>
        <h1>{t("colours.title")}</h1>
      </div>
      {mayKeep ? <Kept /> : <Empty level={2} title={t("colours.forbidden")} />}
    </main>
  );
}

function Kept() {
  const { t } = useTranslation();
  const query = useAuthorColours();
  if (query.data) return <ColoursForm colours={query.data} />;
  return (
    <div className={page.body}>
      {query.isPending ? (
        <AfterDelay>
          <Bone width="100%" height={160} />
        </AfterDelay>
      ) : (
        <Failure title={t("colours.failed")} error={query.error} onRetry={() => void query.refetch()} />
      )}
    </div>
  );
}

function ColoursForm({ colours }: { colours: AuthorColours }) {
  const { t } = useTranslation();
  const save = useSaving();
  const fact = (author: Author) => ({
    name: t(`colours.fact_${author}`),
    show: (values: DeskColours) => `${values[author].light} / ${values[author].dark}`,
  });
  return (
    <ConfiguredForm<AuthorColours, DeskColours>
      place="author-colours"
      current={colours}
      blank={sets.hilo}
      valuesOf={valuesOf}
      facts={{ customer: fact("customer"), agent: fact("agent"), bot: fact("bot"), note: fact("note") }}
      validate={(values) =>
        Object.fromEntries(
          authors
            .filter((author) => schemes.some((scheme) => flawOf(values, author, scheme)))
            .map((author) => [author, t("settings.field_refused")]),
        )
      }
      save={(values, _all, version) => save(values, version ?? 0)}
      said={() => t("colours.saved")}
      undone={t("settings.undone")}
    >
      {({ values, set, put }) => (
        <>
          <p className="t-meta">{t("colours.intro")}</p>
          <SetChoice colours={values} onChange={put} />
          <ColourFields colours={values} onChange={set} />
          <Sample colours={values} />
        </>
      )}
    </ConfiguredForm>
  );
}
