/** What can be done with the chosen conversations, and which of them could not. */
import { Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useSignedIn, useUsers } from "@/api/directory";
import type { Conversation, User } from "@/api/types";
import { customerName } from "@/i18n/customer";
import { Button, IconButton } from "@/ui/Button";
import type { ClosingSlot } from "@/api/typifications";
import { IconUserPlus, IconX } from "@/ui/icons";
import { reasonOf } from "../api/bulk";
import type { Bulk } from "../api/useBulk";
import { LabelMenu } from "./LabelMenu";
import { ResolveButton } from "./ResolveButton";
import styles from "./Selection.module.css";

interface SelectionBarProps {
  chosen: readonly Conversation[];
  bulk: Bulk;
  onClear: () => void;
  Closing: ClosingSlot;
}

export function SelectionBar({ chosen, bulk, onClear, Closing }: SelectionBarProps) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const mayAssign = me.permissions.includes("conversations.assign");
  const waiting = chosen.every((one) => one.state === "new");
  const open = chosen.some((one) => one.state !== "resolved");
  return (
    <div className={styles.bar} role="toolbar" aria-label={t("bulk.label")}>
      <IconButton label={t("bulk.clear")} onClick={onClear}>
        <IconX size={18} stroke={1.75} aria-hidden="true" />
      </IconButton>
      <b role="status">{t("bulk.chosen", { count: chosen.length })}</b>
      {mayAssign && open ? <AssignMenu chosen={chosen} bulk={bulk} /> : null}
      {!mayAssign && waiting ? (
        <Button size="s" busy={bulk.busy} onClick={() => void bulk.claim()}>
          {t("bulk.claim")}
        </Button>
      ) : null}
      {me.permissions.includes("conversations.label") ? <LabelMenu chosen={chosen} bulk={bulk} /> : null}
      {open && !waiting ? <ResolveButton chosen={chosen} bulk={bulk} Closing={Closing} /> : null}
    </div>
  );
}

function AssignMenu({ chosen, bulk }: Pick<SelectionBarProps, "chosen" | "bulk">) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const users = useUsers(true).data ?? [];
  const queues = [...new Set(chosen.map((one) => one.queue_id))];
  const serves = (user: User) =>
    user.role !== "agent" || queues.every((queue) => user.queues.includes(queue));
  return (
    <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button size="s" className={styles.act} busy={bulk.busy}>
          <IconUserPlus size={16} stroke={1.75} aria-hidden="true" />
          {t("bulk.assign")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={styles.people}>
        {users.filter(serves).map((user) => (
          <Menu.Item key={user.id} onClick={() => void bulk.assign(user)}>
            {user.id === me.id ? t("action.assign_me") : user.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function BulkFailures({ bulk }: { bulk: Bulk }) {
  const { t } = useTranslation();
  if (bulk.failed.length === 0) return null;
  return (
    <div className={styles.failed} role="alert">
      <div>
        <b>{t("bulk.some_failed", { count: bulk.failed.length })}</b>
        <ul>
          {bulk.failed.map(({ conversation, error }) => (
            <li key={conversation.id}>
              {t("bulk.one_failed", { name: customerName(conversation), reason: t(reasonOf(error)) })}
            </li>
          ))}
        </ul>
      </div>
      <IconButton label={t("bulk.close_failed")} onClick={bulk.forget}>
        <IconX size={16} stroke={1.75} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
