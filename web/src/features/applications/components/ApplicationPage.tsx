/** One application, or a new one: what it may do and see, and its secrets. */
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useQueues } from "@/api/directory";
import type { Application } from "@/api/types";
import { listed } from "@/i18n/format";
import { ConfiguredForm } from "@/settings/ConfiguredForm";
import { PageHead } from "@/settings/PageHead";
import { SomeChoice } from "@/settings/SomeChoice";
import { ThingGate } from "@/settings/ThingGate";
import { useKeeping } from "@/settings/useCatalogue";
import { TextAreaField, TextField } from "@/ui/Field";
import page from "@/ui/Page.module.css";
import { blankApplication, bodyOf, flawsOf, valuesOf } from "../api/applications";
import { PermissionChoice } from "./PermissionChoice";
import { Secrets } from "./Secrets";
import { useWords } from "./useWords";

const place = "/settings/applications";

export function ApplicationPage({ id }: { id: string | null }) {
  const { t } = useTranslation();
  return (
    <ThingGate<Application>
      kind="applications"
      id={id}
      back={t("applications.back")}
      gone={t("applications.gone")}
    >
      {(application) => <ApplicationForm key={id} application={application} />}
    </ThingGate>
  );
}

function ApplicationForm({ application }: { application: Application | null }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const keeping = useKeeping<Application>("applications");
  const queues = useQueues().data ?? [];
  const { queuesInWords, permissionInWords } = useWords();
  const title = application ? application.name : t("applications.new");
  return (
    <main className={page.page}>
      <title>{t("applications.page_title_of", { name: title })}</title>
      <PageHead back={place} backName={t("applications.back")} title={title}>
        {application?.is_retired ? <small>{t("settings.is_retired")}</small> : null}
      </PageHead>
      <ConfiguredForm
        place={`applications.${application?.id ?? "new"}`}
        current={application}
        blank={blankApplication}
        valuesOf={valuesOf}
        facts={{
          name: { name: t("applications.fact_name"), show: ({ name }) => name },
          description: { name: t("applications.fact_description"), show: ({ description }) => description },
          permissions: {
            name: t("applications.fact_permissions"),
            show: ({ permissions }) => listed(permissions.map(permissionInWords)),
          },
          queues: { name: t("applications.fact_queues"), show: (values) => queuesInWords(values.queues) },
        }}
        validate={(values) => flawsOf(values, t)}
        save={(values, _all, version) =>
          version === null || !application
            ? keeping.create(bodyOf({ ...blankApplication, ...values }))
            : keeping.edit(application.id, bodyOf(values), version)
        }
        said={({ name }) => t(application ? "applications.saved" : "applications.created", { name })}
        undone={t("settings.undone")}
        uncreate={(made) => keeping.edit(made.id, { is_retired: true }, made.version)}
        onSaved={(made) => (application ? undefined : navigate(`${place}/${made.id}`))}
      >
        {({ values, errors, set }) => (
          <>
            {application ? <Secrets application={application} /> : null}
            <TextField
              label={t("applications.name")}
              value={values.name}
              error={errors.name}
              help={t("applications.name_help")}
              autoComplete="off"
              onChange={(event) => set("name", event.target.value)}
            />
            <TextAreaField
              label={t("applications.description")}
              value={values.description}
              rows={2}
              maxLength={300}
              onChange={(event) => set("description", event.target.value)}
            />
            <SomeChoice
              legend={t("applications.queues")}
              all={t("applications.every_queue")}
              some={t("applications.some_queues")}
              options={queues}
              value={values.queues}
              error={errors.queues}
              onChange={(ids) => set("queues", ids)}
            />
            <PermissionChoice
              given={values.permissions}
              error={errors.permissions}
              onChange={(permissions) => set("permissions", permissions)}
            />
          </>
        )}
      </ConfiguredForm>
    </main>
  );
}
