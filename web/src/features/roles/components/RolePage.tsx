/** One role, or a new one: what it may, how far it sees, and which fields of people it sees and changes. */
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { useMay, useUsers } from "@/api/directory";
import type { Permission, Role } from "@/api/types";
import { listed } from "@/i18n/format";
import { ConfiguredForm } from "@/settings/ConfiguredForm";
import { PageHead } from "@/settings/PageHead";
import { titleOf } from "@/settings/roles";
import { ThingGate } from "@/settings/ThingGate";
import { useKeeping } from "@/settings/useCatalogue";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { Banner } from "@/ui/Feedback";
import { TextAreaField, TextField } from "@/ui/Field";
import { IconBulb } from "@/ui/icons";
import page from "@/ui/Page.module.css";
import { heldNotice } from "@/settings/held";
import { refusals } from "@/settings/refusals";
import { blankRole, fitting, flawsOf, type RoleValues, scopes, usePermissions, valuesOf } from "../api/roles";
import { useRoleWords } from "../api/words";
import { FieldRules } from "./FieldRules";
import { PermissionMatrix } from "./PermissionMatrix";
import styles from "./Roles.module.css";

export function RolePage({ id }: { id: string | null }) {
  const { t } = useTranslation();
  return (
    <ThingGate<Role> kind="roles" id={id} back={t("roles.title")} gone={t("roles.gone")}>
      {(role) => <RoleForm key={id} role={role} />}
    </ThingGate>
  );
}

function RoleForm({ role }: { role: Role | null }) {
  const { t } = useTranslation();
  const words = useRoleWords();
  const [, navigate] = useLocation();
  const keeping = useKeeping<Role>("roles");
  const catalogue = usePermissions().data;
  const title = role ? titleOf(role, t) : t("roles.new");
  const inWords = (ids: readonly Permission[]) => listed(ids.map((one) => words.permission(one).name));
  return (
    <main className={page.page}>
      <title>{t("roles.page_title_of", { name: title })}</title>
      <PageHead back="/settings/roles" backName={t("roles.back")} title={title}>
        {role?.is_retired ? <small>{t("roles.is_retired")}</small> : null}
        {role ? <Retiring role={role} /> : null}
      </PageHead>
      <ConfiguredForm<Role, RoleValues>
        place={`roles.${role?.id ?? "new"}`}
        current={role}
        blank={blankRole}
        valuesOf={valuesOf}
        facts={{
          title: { name: t("roles.fact_title"), show: (one) => one.title || "—" },
          description: { name: t("roles.fact_description"), show: (one) => one.description || "—" },
          scope: { name: t("roles.fact_scope"), show: (one) => t(`roles.scope_${one.scope}`) },
          permissions: { name: t("roles.fact_permissions"), show: (one) => inWords(one.permissions) },
          field_rules: {
            name: t("roles.fact_fields"),
            show: (one) =>
              listed(
                one.field_rules.map(
                  ({ field, sight }) => `${words.field(field)}: ${t(`roles.sight_${sight}`)}`,
                ),
              ) || "—",
          },
        }}
        validate={(values) => flawsOf(values, role?.is_standard ?? false, t)}
        save={(values, _all, version) =>
          version === null || !role
            ? keeping.create({ ...blankRole, ...values })
            : keeping.edit(role.id, values.title === "" ? { ...values, title: null } : values, version)
        }
        said={(one) => t(role ? "roles.saved" : "roles.created", { name: titleOf(one, t) })}
        undone={t("settings.undone")}
        uncreate={(made) => keeping.edit(made.id, { is_retired: true }, made.version)}
        onSaved={() => (role ? undefined : navigate("/settings/roles"))}
      >
        {({ values, errors, set }) => (
          <>
            {role?.offered?.length ? (
              <Banner
                tone="info"
                icon={<IconBulb size={18} stroke={1.75} aria-hidden="true" />}
                action={
                  <Button
                    size="s"
                    onClick={() =>
                      set(
                        "permissions",
                        fitting(
                          [...new Set([...values.permissions, ...(role.offered ?? [])])].sort(),
                          values.scope,
                          catalogue?.items ?? [],
                        ),
                      )
                    }
                  >
                    {t("roles.take_offers")}
                  </Button>
                }
              >
                {t("roles.offers", { names: inWords(role.offered) })}
              </Banner>
            ) : null}
            <TextField
              label={t("roles.name")}
              value={values.title}
              error={errors.title ?? (errors as Record<string, string>).name}
              placeholder={role?.is_standard ? title : undefined}
              help={t("roles.name_help")}
              autoComplete="off"
              onChange={(event) => set("title", event.target.value)}
            />
            <TextAreaField
              label={t("roles.description")}
              value={values.description}
              error={errors.description}
              help={t("roles.description_help")}
              rows={2}
              onChange={(event) => set("description", event.target.value)}
            />
            <fieldset className={styles.group}>
              <legend>{t("roles.scope")}</legend>
              {scopes.map((scope) => (
                <label key={scope} className={styles.permission}>
                  <input
                    type="radio"
                    name="scope"
                    checked={values.scope === scope}
                    onChange={() => {
                      set("scope", scope);
                      set("permissions", fitting(values.permissions, scope, catalogue?.items ?? []));
                    }}
                  />
                  <span>
                    {t(`roles.scope_${scope}`)} <small>{t(`roles.scope_help_${scope}`)}</small>
                  </span>
                </label>
              ))}
            </fieldset>
            <PermissionMatrix
              catalogue={catalogue?.items ?? []}
              value={values.permissions}
              scope={values.scope}
              onChange={(permissions) => set("permissions", permissions)}
            />
            <FieldRules
              fields={catalogue?.fields.map(({ id }) => id) ?? []}
              value={values.field_rules}
              onChange={(rules) => set("field_rules", rules)}
            />
            {role ? <Holders role={role} /> : null}
          </>
        )}
      </ConfiguredForm>
    </main>
  );
}

function Retiring({ role }: { role: Role }) {
  const { t } = useTranslation();
  const mayKeep = useMay("roles.manage");
  const keeping = useKeeping<Role>("roles");
  if (!mayKeep) return null;
  async function turn() {
    try {
      await keeping.edit(role.id, { is_retired: !role.is_retired }, role.version);
    } catch (error) {
      if (heldNotice(error, t)) return;
      toast.show(Object.values(refusals(error, t))[0] ?? t("settings.failed"));
    }
  }
  return (
    <Button size="s" look="quiet" onClick={() => void turn()}>
      {t(role.is_retired ? "settings.restore" : "settings.retire")}
    </Button>
  );
}

/** Who has it, each leading to what they can see and do. */
function Holders({ role }: { role: Role }) {
  const { t } = useTranslation();
  const users = useUsers(true).data?.filter((one) => one.role === role.name && one.is_active) ?? [];
  return (
    <section aria-labelledby="holders">
      <h2 id="holders" className={styles.heading}>
        {t("roles.who_has_it")}
      </h2>
      {users.length === 0 ? <p className="t-meta">{t("roles.nobody")}</p> : null}
      <ul className={styles.people}>
        {users.map((one) => (
          <li key={one.id}>
            <Link href={`/settings/roles/person/${one.id}`}>{one.name}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
