/** People who do not serve the queue yet; each press adds one, and the dialog stays. */
import { Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useUsers } from "@/api/directory";
import { plain } from "@/i18n/format";
import { useRoleNames } from "@/settings/roles";
import { Failure } from "@/ui/Feedback";
import { TextField } from "@/ui/Field";
import styles from "./Queues.module.css";

interface PeoplePickerProps {
  opened: boolean;
  taken: string[];
  onAdd: (id: string) => void;
  onClose: () => void;
}

export function PeoplePicker({ opened, onClose, ...rest }: PeoplePickerProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("queues.add_people")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <People {...rest} />
    </Modal>
  );
}

function People({ taken, onAdd }: Pick<PeoplePickerProps, "taken" | "onAdd">) {
  const { t } = useTranslation();
  const { roleName } = useRoleNames();
  const users = useUsers(true);
  const [text, setText] = useState("");
  if (users.isError) {
    return (
      <Failure title={t("action.assign_failed")} error={users.error} onRetry={() => void users.refetch()} />
    );
  }
  const free = (users.data ?? []).filter((user) => user.is_active && !taken.includes(user.id));
  const shown = free.filter((user) => plain(user.name).includes(plain(text)));
  return (
    <div className={styles.picker}>
      <TextField
        label={t("action.assign_search")}
        value={text}
        data-autofocus
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
      />
      <ul className={styles.people}>
        {shown.map((user) => (
          <li key={user.id}>
            <button type="button" onClick={() => onAdd(user.id)}>
              <span>{user.name}</span>
              <small>{roleName(user.role)}</small>
            </button>
          </li>
        ))}
      </ul>
      {users.isSuccess && shown.length === 0 ? (
        <p>{text.trim() ? t("action.assign_none", { text: text.trim() }) : t("queues.everybody_serves")}</p>
      ) : null}
    </div>
  );
}
