/** One content policy, or a new one. */
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useConnectionNames } from "@/api/directory";
import type { ContentPolicy } from "@/api/types";
import { listed } from "@/i18n/format";
import { ConfiguredForm } from "@/settings/ConfiguredForm";
import { PageHead } from "@/settings/PageHead";
import { RoleChoice } from "@/settings/RoleChoice";
import { useRoleNames } from "@/settings/roles";
import { SomeChoice } from "@/settings/SomeChoice";
import { ThingGate } from "@/settings/ThingGate";
import { useCatalogue, useKeeping } from "@/settings/useCatalogue";
import { TextField } from "@/ui/Field";
import page from "@/ui/Page.module.css";
import { blankPolicy, bodyOf, flawsOf, meeting, type PolicyValues, valuesOf } from "../api/policies";
import styles from "./ContentPolicies.module.css";
import { KindsChoice } from "./KindsChoice";
import { useWords } from "./useWords";

const place = "/settings/content-policies";

export function ContentPolicyPage({ id }: { id: string | null }) {
  const { t } = useTranslation();
  return (
    <ThingGate<ContentPolicy>
      kind="content-policies"
      id={id}
      back={t("content.back")}
      gone={t("content.gone")}
    >
      {(policy) => <PolicyForm key={id} policy={policy} />}
    </ThingGate>
  );
}

function PolicyForm({ policy }: { policy: ContentPolicy | null }) {
  const { t } = useTranslation();
  const { roleNames } = useRoleNames();
  const [, navigate] = useLocation();
  const keeping = useKeeping<ContentPolicy>("content-policies");
  const connections = useConnectionNames(true).data ?? [];
  const { connectionsInWords, refusedInWords } = useWords();
  const title = policy ? policy.name : t("content.new");
  return (
    <main className={page.page}>
      <title>{t("content.page_title_of", { name: title })}</title>
      <PageHead back={place} backName={t("content.back")} title={title}>
        {policy?.is_retired ? <small>{t("settings.is_retired")}</small> : null}
      </PageHead>
      <ConfiguredForm
        place={`content-policies.${policy?.id ?? "new"}`}
        current={policy}
        blank={blankPolicy}
        valuesOf={valuesOf}
        facts={{
          name: { name: t("content.fact_name"), show: ({ name }) => name },
          allowed: { name: t("content.fact_allowed"), show: ({ allowed }) => refusedInWords(allowed) },
          connections: {
            name: t("content.fact_connections"),
            show: (values) => connectionsInWords(values.connections),
          },
          roles: { name: t("content.fact_roles"), show: ({ roles }) => roleNames(roles ?? []) },
        }}
        validate={(values) => flawsOf(values, t)}
        save={(values, _all, version) =>
          version === null || !policy
            ? keeping.create(bodyOf({ ...blankPolicy, ...values }))
            : keeping.edit(policy.id, bodyOf(values), version)
        }
        said={({ name }) => t(policy ? "content.saved" : "content.created", { name })}
        undone={t("settings.undone")}
        uncreate={(made) => keeping.edit(made.id, { is_retired: true }, made.version)}
        onSaved={() => (policy ? undefined : navigate(place))}
      >
        {({ values, errors, set }) => (
          <>
            <TextField
              label={t("content.name")}
              value={values.name}
              error={errors.name}
              help={t("content.name_help")}
              autoComplete="off"
              onChange={(event) => set("name", event.target.value)}
            />
            <KindsChoice allowed={values.allowed} onChange={(allowed) => set("allowed", allowed)} />
            <SomeChoice
              legend={t("content.connections")}
              all={t("content.every_connection")}
              some={t("content.some_connections")}
              options={connections}
              value={values.connections}
              error={errors.connections}
              onChange={(ids) => set("connections", ids)}
            />
            <RoleChoice
              legend={t("content.roles")}
              all={t("settings.all_roles")}
              value={values.roles}
              error={errors.roles}
              onChange={(roles) => set("roles", roles)}
            />
            <Summary values={values} policy={policy} />
          </>
        )}
      </ConfiguredForm>
    </main>
  );
}

function Summary({ values, policy }: { values: PolicyValues; policy: ContentPolicy | null }) {
  const { t } = useTranslation();
  const { summary } = useWords();
  const known = useCatalogue<ContentPolicy>("content-policies").data ?? [];
  const others = meeting(values, known, policy?.id ?? null).map((one) => `“${one.name}”`);
  return (
    <div className={styles.summary} role="status">
      <strong>{summary(values)}</strong>
      {others.length > 0 ? <p>{t("content.meets", { policies: listed(others) })}</p> : null}
      <p>{t("content.strictest")}</p>
    </div>
  );
}
