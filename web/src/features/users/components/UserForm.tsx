/** Who somebody is and what they do here. */
import { useTranslation } from "react-i18next";
import { useQueues, useRoles } from "@/api/directory";
import type { Group, User } from "@/api/types";
import { listed } from "@/i18n/format";
import { ConfiguredForm } from "@/settings/ConfiguredForm";
import { useRoleNames } from "@/settings/roles";
import { useCatalogue } from "@/settings/useCatalogue";
import { TextField } from "@/ui/Field";
import { blankUser, flawsOf, useKeepingUsers, type UserValues, valuesOf } from "../api/users";
import styles from "./Users.module.css";

const texts = [
  "first_name",
  "last_name",
  "username",
  "email",
  "file_number",
  "national_id",
  "office",
] as const;

interface UserFormProps {
  user: User | null;
  onMade: (made: User) => void;
}

export function UserForm({ user, onMade }: UserFormProps) {
  const { t } = useTranslation();
  const { roleName } = useRoleNames();
  const keeping = useKeepingUsers();
  const roles = useRoles().data ?? [];
  const queues = useQueues().data ?? [];
  const groups = useCatalogue<Group>("groups").data ?? [];
  const named = (things: readonly { id: string; name: string }[], ids: string[]) =>
    listed(ids.map((id) => things.find((one) => one.id === id)?.name ?? id)) || "—";
  const fact = (name: (typeof texts)[number]) => ({
    name: t(`users.${name}`),
    show: (values: UserValues) => values[name] || "—",
  });
  return (
    <ConfiguredForm
      place={`users.${user?.id ?? "new"}`}
      current={user}
      blank={blankUser}
      valuesOf={valuesOf}
      facts={{
        first_name: fact("first_name"),
        last_name: fact("last_name"),
        username: fact("username"),
        email: fact("email"),
        file_number: fact("file_number"),
        national_id: fact("national_id"),
        office: fact("office"),
        role: { name: t("users.role"), show: ({ role }) => roleName(role) },
        queues: { name: t("users.queues"), show: (values) => named(queues, values.queues) },
        groups: { name: t("users.groups"), show: (values) => named(groups, values.groups) },
        serves_customers: {
          name: t("users.serves"),
          show: (values) => t(values.serves_customers ? "users.yes" : "users.no"),
        },
      }}
      validate={(values) => flawsOf(values, t)}
      save={(values, all, version) =>
        version === null || !user ? keeping.create(all) : keeping.edit(user.id, values, version)
      }
      said={({ name }) => t(user ? "users.saved" : "users.created", { name })}
      undone={t("settings.undone")}
      uncreate={(made) => keeping.deactivate(made.id)}
      onSaved={(saved) => (user ? undefined : onMade(saved))}
    >
      {({ values, errors, set }) => (
        <>
          <div className={styles.pair}>
            {texts.map((name) => (
              <TextField
                key={name}
                label={t(`users.${name}`)}
                value={values[name]}
                error={errors[name]}
                help={name === "username" ? t("users.username_help") : undefined}
                type={name === "email" ? "email" : "text"}
                autoComplete="off"
                onChange={(event) => set(name, event.target.value)}
              />
            ))}
            <label className={styles.field}>
              <span>{t("users.role")}</span>
              <select
                className={styles.select}
                value={values.role}
                aria-invalid={errors.role ? true : undefined}
                onChange={(event) => set("role", event.target.value)}
              >
                {roles.map(({ name }) => (
                  <option key={name} value={name}>
                    {roleName(name)}
                  </option>
                ))}
              </select>
              {errors.role ? <span className={styles.error}>{errors.role}</span> : null}
            </label>
          </div>
          <Several
            legend={t("users.queues")}
            options={queues.filter((one) => !one.is_retired || values.queues.includes(one.id))}
            value={values.queues}
            error={errors.queues}
            onChange={(ids) => set("queues", ids)}
          />
          {groups.length > 0 ? (
            <Several
              legend={t("users.groups")}
              options={groups.filter((one) => !one.is_retired || values.groups.includes(one.id))}
              value={values.groups}
              error={errors.groups}
              onChange={(ids) => set("groups", ids)}
            />
          ) : null}
          <div>
            <label className={styles.choice}>
              <input
                type="checkbox"
                checked={values.serves_customers}
                onChange={(event) => set("serves_customers", event.target.checked)}
              />
              {t("users.serves")}
            </label>
            <p className={styles.note}>{t("users.serves_help")}</p>
          </div>
        </>
      )}
    </ConfiguredForm>
  );
}

interface SeveralProps {
  legend: string;
  options: readonly { id: string; name: string }[];
  value: string[];
  error?: string;
  onChange: (ids: string[]) => void;
}

function Several({ legend, options, value, error, onChange }: SeveralProps) {
  const turn = (id: string, on: boolean) =>
    onChange(on ? [...value, id].sort() : value.filter((one) => one !== id));
  return (
    <fieldset className={styles.choices}>
      <legend>{legend}</legend>
      {options.map(({ id, name }) => (
        <label key={id} className={styles.choice}>
          <input
            type="checkbox"
            checked={value.includes(id)}
            onChange={(event) => turn(id, event.target.checked)}
          />
          {name}
        </label>
      ))}
      {error ? <span className={styles.error}>{error}</span> : null}
    </fieldset>
  );
}
