/** One type of break, or a new one. */
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useUsers } from "@/api/directory";
import { keys } from "@/api/keys";
import type { BreakType } from "@/api/types";
import { minuteWords } from "@/i18n/format";
import { ConfiguredForm } from "@/settings/ConfiguredForm";
import { PageHead } from "@/settings/PageHead";
import { SomeChoice } from "@/settings/SomeChoice";
import { ThingGate } from "@/settings/ThingGate";
import { useKeeping } from "@/settings/useCatalogue";
import { TextField } from "@/ui/Field";
import page from "@/ui/Page.module.css";
import { blankBreakType, bodyOf, flawsOf, valuesOf } from "../api/breakTypes";
import { useAudience } from "./useAudience";

export function BreakTypePage({ id }: { id: string | null }) {
  const { t } = useTranslation();
  return (
    <ThingGate<BreakType> kind="break-types" id={id} back={t("breaks.title")} gone={t("breaks.gone")}>
      {(breakType) => <BreakTypeForm key={id} breakType={breakType} />}
    </ThingGate>
  );
}

function BreakTypeForm({ breakType }: { breakType: BreakType | null }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const keeping = useKeeping<BreakType>("break-types");
  const audienceOf = useAudience();
  const people = useUsers(true).data ?? [];
  const cache = useQueryClient();
  const title = breakType ? breakType.name : t("breaks.new");
  return (
    <main className={page.page}>
      <title>{t("breaks.title_page_of", { name: title })}</title>
      <PageHead back="/settings/break-types" backName={t("breaks.back")} title={title}>
        {breakType?.is_retired ? <small>{t("breaks.is_retired")}</small> : null}
      </PageHead>
      <ConfiguredForm
        place={`break-types.${breakType?.id ?? "new"}`}
        current={breakType}
        blank={blankBreakType}
        valuesOf={valuesOf}
        facts={{
          name: { name: t("breaks.fact_name"), show: ({ name }) => name },
          minutes: {
            name: t("breaks.fact_minutes"),
            show: ({ minutes }) => minuteWords(Number(minutes)),
          },
          user_ids: { name: t("breaks.fact_people"), show: ({ user_ids }) => audienceOf(user_ids) },
        }}
        validate={(values) => flawsOf(values, t)}
        save={(values, _all, version) =>
          version === null || !breakType
            ? keeping.create(bodyOf({ ...blankBreakType, ...values }))
            : keeping.edit(breakType.id, bodyOf(values), version)
        }
        said={({ name }) => t(breakType ? "breaks.done_edit" : "breaks.done_create", { name })}
        undone={t("settings.undone")}
        uncreate={(made) => keeping.edit(made.id, { is_retired: true }, made.version)}
        onSaved={() => {
          void cache.invalidateQueries({ queryKey: keys.presence });
          if (!breakType) navigate("/settings/break-types");
        }}
      >
        {({ values, errors, set }) => (
          <>
            <TextField
              label={t("breaks.name")}
              value={values.name}
              error={errors.name}
              autoComplete="off"
              onChange={(event) => set("name", event.target.value)}
            />
            <TextField
              label={t("breaks.minutes")}
              value={values.minutes}
              error={errors.minutes}
              help={t("breaks.minutes_help")}
              inputMode="numeric"
              autoComplete="off"
              onChange={(event) => set("minutes", event.target.value)}
            />
            <SomeChoice
              legend={t("breaks.for_whom")}
              all={t("breaks.everybody")}
              some={t("breaks.some")}
              options={people}
              value={values.user_ids}
              error={errors.user_ids}
              onChange={(userIds) => set("user_ids", userIds)}
            />
          </>
        )}
      </ConfiguredForm>
    </main>
  );
}
