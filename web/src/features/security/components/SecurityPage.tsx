/** Security: what is asked of everybody, and one person's sessions and factor. */
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useMay, useRoles, useUsers } from "@/api/directory";
import type { SecuritySettings } from "@/api/types";
import { listed } from "@/i18n/format";
import { ConfiguredForm } from "@/settings/ConfiguredForm";
import { useRoleNames } from "@/settings/roles";
import settings from "@/settings/Settings.module.css";
import { AfterDelay, Bone, Empty, Failure } from "@/ui/Feedback";
import { TextField } from "@/ui/Field";
import { LinkButton } from "@/ui/LinkButton";
import page from "@/ui/Page.module.css";
import {
  type Figure,
  figures,
  isGood,
  type SecurityValues,
  useSaving,
  useSecurity,
  valuesOf,
} from "../api/security";
import { OnlyByProvider } from "./OnlyByProvider";
import { PersonSection } from "./PersonSection";
import styles from "./Security.module.css";

export function SecurityPage() {
  const { t } = useTranslation();
  const mayKeep = useMay("security.manage");
  return (
    <main className={page.page}>
      <title>{t("security.page_title")}</title>
      <div className={page.head}>
        <h1>{t("security.title")}</h1>
        <span className={settings.space} />
        {mayKeep ? <LinkButton href="/settings/security/four-eyes">{t("four_eyes.title")}</LinkButton> : null}
      </div>
      {mayKeep ? <Kept /> : <Empty level={2} title={t("security.forbidden")} />}
    </main>
  );
}

function Kept() {
  const { t } = useTranslation();
  const query = useSecurity();
  if (query.data) return <SecurityForm settings={query.data} />;
  return (
    <div className={page.body}>
      {query.isPending ? (
        <AfterDelay>
          <Bone width="100%" height={160} />
        </AfterDelay>
      ) : (
        <Failure title={t("security.failed")} error={query.error} onRetry={() => void query.refetch()} />
      )}
    </div>
  );
}

const blank: SecurityValues = {
  minimum_length: "12",
  history: "5",
  maximum_age_days: "",
  refuses_leaked: true,
  factor_roles: [],
  session_hours: "12",
  idle_minutes: "",
  only_by_provider: false,
  emergency_users: [],
};
const names = Object.keys(figures) as Figure[];

function SecurityForm({ settings }: { settings: SecuritySettings }) {
  const { t } = useTranslation();
  const { roleName } = useRoleNames();
  const save = useSaving();
  const users = useUsers(true).data ?? [];
  const fact = (name: Figure) => ({
    name: t(`security.fact_${name}`),
    show: (values: SecurityValues) => values[name] || t("security.no_limit"),
  });
  return (
    <ConfiguredForm<SecuritySettings, SecurityValues>
      place="security"
      current={settings}
      blank={blank}
      valuesOf={valuesOf}
      facts={{
        minimum_length: fact("minimum_length"),
        history: fact("history"),
        maximum_age_days: fact("maximum_age_days"),
        session_hours: fact("session_hours"),
        idle_minutes: fact("idle_minutes"),
        refuses_leaked: {
          name: t("security.fact_refuses_leaked"),
          show: (values) => t(values.refuses_leaked ? "security.on" : "security.off"),
        },
        factor_roles: {
          name: t("security.fact_factor_roles"),
          show: (values) => listed(values.factor_roles.map((name) => roleName(name))),
        },
        only_by_provider: {
          name: t("security.fact_only_by_provider"),
          show: (values) => t(values.only_by_provider ? "security.on" : "security.off"),
        },
        emergency_users: {
          name: t("security.fact_emergency_users"),
          show: (values) =>
            listed(values.emergency_users.map((id) => users.find((one) => one.id === id)?.name ?? id)),
        },
      }}
      validate={(values) =>
        Object.fromEntries(
          names
            .filter((name) => !isGood(name, values[name]))
            .map((name) => [name, t("security.between", figures[name])]),
        )
      }
      save={(values, _all, version) => save(values, version ?? 0)}
      said={() => t("security.saved")}
      undone={t("settings.undone")}
    >
      {(form) => {
        const { values, errors, set } = form;
        const figure = (name: Figure) => (
          <TextField
            key={name}
            label={t(`security.${name}`)}
            help={t(`security.${name}_help`)}
            inputMode="numeric"
            maxLength={3}
            value={values[name]}
            error={errors[name]}
            onChange={(event) => set(name, event.target.value)}
          />
        );
        return (
          <>
            <h2>{t("security.passwords")}</h2>
            {figure("minimum_length")}
            {figure("history")}
            {figure("maximum_age_days")}
            <label className={styles.option}>
              <input
                type="checkbox"
                checked={values.refuses_leaked}
                onChange={(event) => set("refuses_leaked", event.target.checked)}
              />
              {t("security.refuses_leaked")}
            </label>
            <h2>{t("security.factors")}</h2>
            <FactorRoles value={values.factor_roles} onChange={(roles) => set("factor_roles", roles)} />
            <h2>{t("security.sessions")}</h2>
            {figure("session_hours")}
            {figure("idle_minutes")}
            <OnlyByProvider {...form} />
            <PersonSection />
          </>
        );
      }}
    </ConfiguredForm>
  );
}

/** Each role by itself; none ticked: nobody has to. */
function FactorRoles({ value, onChange }: { value: string[]; onChange: (roles: string[]) => void }) {
  const { t } = useTranslation();
  const { roleName } = useRoleNames();
  const id = useId();
  const roles = useRoles().data ?? [];
  function turn(name: string, on: boolean) {
    const others = value.filter((one) => one !== name);
    onChange(on ? [...others, name].sort() : others);
  }
  return (
    <fieldset className={styles.roles} aria-describedby={id}>
      <legend>{t("security.factor_roles")}</legend>
      {roles.map(({ name }) => (
        <label key={name} className={styles.option}>
          <input
            type="checkbox"
            checked={value.includes(name)}
            onChange={(event) => turn(name, event.target.checked)}
          />
          {roleName(name)}
        </label>
      ))}
      <p className="t-meta" id={id}>
        {t("security.factor_roles_help")}
      </p>
    </fieldset>
  );
}
