/** The people there are, searched and filtered by the server, page after page. */
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useMay, useQueues, useRoles } from "@/api/directory";
import type { Group, User } from "@/api/types";
import { listed } from "@/i18n/format";
import { useRoleNames } from "@/settings/roles";
import { useCatalogue } from "@/settings/useCatalogue";
import settings from "@/settings/Settings.module.css";
import { Button } from "@/ui/Button";
import { AfterDelay, Bone, Empty, Failure } from "@/ui/Feedback";
import { IconPlus } from "@/ui/icons";
import { LinkButton } from "@/ui/LinkButton";
import page from "@/ui/Page.module.css";
import { noFilters, type UserFilters, useUserPages } from "../api/users";
import { Face } from "./Face";
import styles from "./Users.module.css";

const states = ["active", "invited", "deactivated"] as const;

export function UsersPage() {
  const { t } = useTranslation();
  const mayKeep = useMay("users.manage");
  const [filters, setFilters] = useState(noFilters);
  return (
    <main className={page.page}>
      <title>{t("users.page_title")}</title>
      <div className={`${page.head} ${settings.head}`}>
        <h1>{t("users.title")}</h1>
        <span className={settings.space} />
        {mayKeep ? (
          <>
            <LinkButton href="/settings/users/import">{t("users.import")}</LinkButton>
            <LinkButton look="primary" href="/settings/users/new">
              <IconPlus size={16} stroke={2} aria-hidden="true" />
              {t("users.add")}
            </LinkButton>
          </>
        ) : null}
      </div>
      <div className={page.body}>
        <Filters filters={filters} onChange={setFilters} />
        <People filters={filters} />
      </div>
    </main>
  );
}

interface FiltersProps {
  filters: UserFilters;
  onChange: (filters: UserFilters) => void;
}

function Filters({ filters, onChange }: FiltersProps) {
  const { t } = useTranslation();
  const { roleName } = useRoleNames();
  const roles = useRoles().data ?? [];
  const queues = useQueues().data ?? [];
  const groups = useCatalogue<Group>("groups").data ?? [];
  const choices = [
    { name: "role", all: t("users.all_roles"), options: roles.map(({ name }) => [name, roleName(name)]) },
    { name: "queue", all: t("users.all_queues"), options: queues.map(({ id, name }) => [id, name]) },
    { name: "group", all: t("users.all_groups"), options: groups.map(({ id, name }) => [id, name]) },
    {
      name: "state",
      all: t("users.all_states"),
      options: states.map((one) => [one, t(`users.state_${one}`)]),
    },
  ] as const;
  return (
    <search className={styles.filters}>
      <input
        type="search"
        aria-label={t("users.search")}
        placeholder={t("users.search")}
        value={filters.search}
        onChange={(event) => onChange({ ...filters, search: event.target.value })}
      />
      {choices.map(({ name, all, options }) => (
        <select
          key={name}
          aria-label={all}
          value={filters[name]}
          onChange={(event) => onChange({ ...filters, [name]: event.target.value })}
        >
          <option value="">{all}</option>
          {options.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      ))}
    </search>
  );
}

function People({ filters }: { filters: UserFilters }) {
  const { t } = useTranslation();
  const query = useUserPages(useDeferredValue(filters));
  if (query.isPending) {
    return (
      <AfterDelay>
        <Bone width="100%" height={160} />
      </AfterDelay>
    );
  }
  if (!query.data)
    return <Failure title={t("users.failed")} error={query.error} onRetry={() => void query.refetch()} />;
  const people = query.data.pages.flatMap(({ items }) => items);
  const total = query.data.pages.at(-1)?.total ?? 0;
  if (people.length === 0) return <Empty level={2} title={t("users.no_match")} />;
  return (
    <>
      <p className={styles.note} role="status">
        {t("users.found", { count: total })}
      </p>
      <Table people={people} />
      {query.hasNextPage ? (
        <div className={page.more}>
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("users.more")}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Table({ people }: { people: readonly User[] }) {
  const { t } = useTranslation();
  const { roleName } = useRoleNames();
  const queues = useQueues().data ?? [];
  const nameOf = (id: string) => queues.find((one) => one.id === id)?.name ?? id;
  return (
    <table className={page.table}>
      <thead>
        <tr>
          <th>{t("settings.name")}</th>
          <th>{t("users.role")}</th>
          <th className={styles.wide}>{t("users.queues")}</th>
          <th className={styles.wide}>{t("users.file_number")}</th>
          <th>{t("users.state")}</th>
        </tr>
      </thead>
      <tbody>
        {people.map((user) => (
          <tr key={user.id} className={user.is_active ? undefined : styles.gone}>
            <td className={`${page.first} ${settings.name}`}>
              <div className={styles.person}>
                <Face user={user} />
                <div>
                  <Link href={`/settings/users/${user.id}`}>{user.name}</Link>
                  <small>{user.email}</small>
                </div>
              </div>
            </td>
            <td>{roleName(user.role)}</td>
            <td className={styles.wide}>{listed(user.queues.map(nameOf))}</td>
            <td className={styles.wide}>{user.file_number}</td>
            <td>
              {t(`users.state_${user.state}`)}
              {user.is_active && !user.serves_customers ? <small> · {t("users.out")}</small> : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
