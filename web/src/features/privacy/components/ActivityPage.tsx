/** One entry of the register of processing, or a new one. */
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { ConfiguredForm } from "@/settings/ConfiguredForm";
import { PageHead } from "@/settings/PageHead";
import { ThingGate } from "@/settings/ThingGate";
import { useKeeping } from "@/settings/useCatalogue";
import { TextAreaField, TextField } from "@/ui/Field";
import page from "@/ui/Page.module.css";
import { type ActivityValues, blankActivity, flawsOf, texts, valuesOf } from "../api/activities";
import type { Activity } from "../api/privacy";

const kind = "privacy/activities";

export function ActivityPage({ id }: { id: string | null }) {
  const { t } = useTranslation();
  return (
    <ThingGate<Activity> kind={kind} id={id} back={t("privacy.register")} gone={t("privacy.activity_gone")}>
      {(activity) => <ActivityForm key={id} activity={activity} />}
    </ThingGate>
  );
}

function ActivityForm({ activity }: { activity: Activity | null }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const keeping = useKeeping<Activity>(kind);
  const title = activity ? activity.name : t("privacy.new_activity");
  const fact = (name: (typeof texts)[number]) => ({
    name: t(`privacy.${name}`).toLowerCase(),
    show: (values: ActivityValues) => values[name] || "—",
  });
  return (
    <main className={page.page}>
      <title>{t("privacy.page_title_of", { name: title })}</title>
      <PageHead back={`/settings/${kind}`} backName={t("privacy.register")} title={title}>
        {activity?.is_retired ? <small>{t("settings.is_retired")}</small> : null}
      </PageHead>
      <ConfiguredForm<Activity, ActivityValues>
        place={`privacy.${activity?.id ?? "new"}`}
        current={activity}
        blank={blankActivity}
        valuesOf={valuesOf}
        facts={{
          name: { name: t("privacy.activity").toLowerCase(), show: ({ name }) => name },
          purpose: fact("purpose"),
          legal_basis: fact("legal_basis"),
          people: fact("people"),
          data: fact("data"),
          recipients: fact("recipients"),
          retention: fact("retention"),
          measures: fact("measures"),
        }}
        validate={(values) => flawsOf(values, t)}
        save={(values, _all, version) =>
          version === null || !activity
            ? keeping.create({ ...blankActivity, ...values })
            : keeping.edit(activity.id, values, version)
        }
        said={({ name }) => t("privacy.activity_saved", { name })}
        undone={t("settings.undone")}
        uncreate={(made) => keeping.edit(made.id, { is_retired: true }, made.version)}
        onSaved={() => (activity ? undefined : navigate(`/settings/${kind}`))}
      >
        {({ values, errors, set }) => (
          <>
            <TextField
              label={t("privacy.activity")}
              help={t("privacy.activity_help")}
              value={values.name}
              error={errors.name}
              autoComplete="off"
              onChange={(event) => set("name", event.target.value)}
            />
            {texts.map((name) => (
              <TextAreaField
                key={name}
                label={t(`privacy.${name}`)}
                help={t(`privacy.${name}_help`)}
                value={values[name]}
                error={errors[name]}
                rows={2}
                onChange={(event) => set(name, event.target.value)}
              />
            ))}
          </>
        )}
      </ConfiguredForm>
    </main>
  );
}
