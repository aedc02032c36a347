/** What a supervisor sees of somebody. */
import { useTranslation } from "react-i18next";
import { useQueues } from "@/api/directory";
import type { User } from "@/api/types";
import { listed } from "@/i18n/format";
import { useRoleNames } from "@/settings/roles";
import page from "@/ui/Page.module.css";
import { Face } from "./Face";
import styles from "./Users.module.css";

export function UserFacts({ user }: { user: User }) {
  const { t } = useTranslation();
  const { roleName } = useRoleNames();
  const queues = useQueues().data ?? [];
  const names = user.queues.map((id) => queues.find((one) => one.id === id)?.name ?? id);
  const facts = [
    [t("users.username"), user.username],
    [t("users.email"), user.email],
    [t("users.file_number"), user.file_number],
    [t("users.office"), user.office],
    [t("users.role"), roleName(user.role)],
    [t("users.queues"), listed(names)],
    [t("users.serves"), t(user.serves_customers ? "users.yes" : "users.no")],
  ];
  return (
    <div className={page.body}>
      <Face user={user} large />
      <dl className={styles.counts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value || "—"}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
