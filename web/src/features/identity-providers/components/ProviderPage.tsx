/** One identity provider, or a new one: where it is, whom it lets in and as what; its secret, and a trial. */
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useQueues, useRoles } from "@/api/directory";
import type { IdentityProvider } from "@/api/types";
import { ConfiguredForm, type FormParts } from "@/settings/ConfiguredForm";
import { PageHead } from "@/settings/PageHead";
import { useRoleNames } from "@/settings/roles";
import { ThingGate } from "@/settings/ThingGate";
import { useKeeping } from "@/settings/useCatalogue";
import { TextField } from "@/ui/Field";
import page from "@/ui/Page.module.css";
import {
  blankProvider,
  bodyOf,
  flawsOf,
  kind,
  type ProviderValues,
  switches,
  valuesOf,
} from "../api/providers";
import { Connected } from "./Connected";
import styles from "./Providers.module.css";
import { RoleField } from "./RoleField";
import { RulesField } from "./RulesField";

const place = `/settings/${kind}`;

export function ProviderPage({ id }: { id: string | null }) {
  const { t } = useTranslation();
  return (
    <ThingGate<IdentityProvider> kind={kind} id={id} back={t("providers.back")} gone={t("providers.gone")}>
      {(provider) => <ProviderForm key={id} provider={provider} />}
    </ThingGate>
  );
}

function ProviderForm({ provider }: { provider: IdentityProvider | null }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const keeping = useKeeping<IdentityProvider>(kind);
  const facts = useFacts();
  const title = provider ? provider.name : t("providers.new");
  return (
    <main className={page.page}>
      <title>{t("providers.page_title_of", { name: title })}</title>
      <PageHead back={place} backName={t("providers.back")} title={title}>
        {provider?.is_retired ? <small>{t("settings.is_retired")}</small> : null}
      </PageHead>
      <ConfiguredForm<IdentityProvider, ProviderValues>
        place={`${kind}.${provider?.id ?? "new"}`}
        current={provider}
        blank={blankProvider}
        valuesOf={valuesOf}
        facts={facts}
        validate={(values) => flawsOf(values, t)}
        save={(values, _all, version) =>
          version === null || !provider
            ? keeping.create(bodyOf({ ...blankProvider, ...values }))
            : keeping.edit(provider.id, bodyOf(values), version)
        }
        said={({ name }) => t(provider ? "providers.saved" : "providers.created", { name })}
        undone={t("settings.undone")}
        uncreate={(made) => keeping.edit(made.id, { is_retired: true }, made.version)}
        onSaved={(made) => (provider ? undefined : navigate(`${place}/${made.id}`))}
      >
        {(form) => (
          <>
            {provider ? <Connected provider={provider} /> : null}
            <Whereabouts {...form} />
            <h2>{t("providers.who")}</h2>
            <Switches {...form} />
            <h2>{t("providers.mapping")}</h2>
            <RulesField
              rules={form.values.rules}
              error={form.errors.rules}
              onChange={(rules) => form.set("rules", rules)}
            />
            <RoleField
              label={t("providers.default_role")}
              none={t("providers.no_default_role")}
              value={form.values.default_role}
              onChange={(role) => form.set("default_role", role)}
            />
          </>
        )}
      </ConfiguredForm>
    </main>
  );
}

const texts = ["name", "issuer", "client_id", "scopes"] as const;

function Whereabouts({ values, errors, set }: FormParts<ProviderValues>) {
  const { t } = useTranslation();
  return texts.map((name) => (
    <TextField
      key={name}
      label={t(`providers.${name}`)}
      help={t(`providers.${name}_help`)}
      value={values[name]}
      error={errors[name]}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => set(name, event.target.value)}
    />
  ));
}

function Switches({ values, set }: FormParts<ProviderValues>) {
  const { t } = useTranslation();
  return (
    <div className={styles.switches}>
      {switches.map((name) => (
        <label key={name} className={styles.switch}>
          <input
            type="checkbox"
            checked={values[name]}
            onChange={(event) => set(name, event.target.checked)}
          />
          <span>
            {t(`providers.${name}`)}
            <small>{t(`providers.${name}_help`)}</small>
          </span>
        </label>
      ))}
    </div>
  );
}

/** As a person reads each value, to compare two versions. */
function useFacts() {
  const { t } = useTranslation();
  const { roleName } = useRoleNames();
  const queues = useQueues().data ?? [];
  const roles = useRoles().data ?? [];
  const queueNames = (ids: string[]) =>
    ids.map((id) => queues.find((one) => one.id === id)?.name ?? id).join(", ");
  const nameOf = (role: string) =>
    roles.some(({ name }) => name === role) ? roleName(role) : t("providers.no_role");
  const onOff = (name: (typeof switches)[number]) => ({
    name: t(`providers.${name}`),
    show: (values: ProviderValues) => t(values[name] ? "security.on" : "security.off"),
  });
  const plain = (name: (typeof texts)[number]) => ({
    name: t(`providers.${name}`),
    show: (values: ProviderValues) => values[name],
  });
  return {
    name: plain("name"),
    issuer: plain("issuer"),
    client_id: plain("client_id"),
    scopes: plain("scopes"),
    default_role: {
      name: t("providers.default_role"),
      show: (values: ProviderValues) => nameOf(values.default_role),
    },
    rules: {
      name: t("providers.mapping"),
      show: ({ rules }: ProviderValues) =>
        rules
          .map(({ claim, value, role, queues }) =>
            [`${claim} = ${value}`, role && nameOf(role), queueNames(queues)].filter(Boolean).join(" · "),
          )
          .join("; "),
    },
    creates_people: onOff("creates_people"),
    links_by_email: onOff("links_by_email"),
    vouches_for_email: onOff("vouches_for_email"),
    vouches_for_factor: onOff("vouches_for_factor"),
    keeps_in_step: onOff("keeps_in_step"),
  };
}
