/** Names of people, queues and roles, which acts tell by their ids. */
import { useQueues, useUsers } from "@/api/directory";
import { useRoleNames } from "@/settings/roles";
import type { NameOf } from "./words";

export function useNameOf(): NameOf {
  const users = useUsers(true).data ?? [];
  const queues = useQueues().data ?? [];
  const { roleName } = useRoleNames();
  return (kind, id) => {
    if (kind === "user" || kind === "presence") return users.find((one) => one.id === id)?.name;
    if (kind === "queue") return queues.find((one) => one.id === id)?.name;
    return kind === "role" || kind === "alert_rule" ? roleName(id) : undefined;
  };
}
