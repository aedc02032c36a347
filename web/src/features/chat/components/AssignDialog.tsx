/** A supervisor gives the conversation to someone of its queue. */
import { Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSignedIn, useUsers } from "@/api/directory";
import type { Conversation, User } from "@/api/types";
import { Failure } from "@/ui/Feedback";
import { TextField } from "@/ui/Field";
import styles from "./AssignDialog.module.css";

interface AssignDialogProps {
  conversation: Conversation;
  opened: boolean;
  onClose: () => void;
  onAssign: (user: User) => void;
}

export function AssignDialog({ conversation, opened, onClose, onAssign }: AssignDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("action.assign_title")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <People conversation={conversation} onAssign={onAssign} />
    </Modal>
  );
}

function People({ conversation, onAssign }: { conversation: Conversation; onAssign: (user: User) => void }) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const users = useUsers(true);
  const [text, setText] = useState("");
  if (users.isError) {
    return (
      <Failure title={t("action.assign_failed")} error={users.error} onRetry={() => void users.refetch()} />
    );
  }
  const wanted = text.trim().toLocaleLowerCase("es");
  const shown = (users.data ?? []).filter(
    (user) =>
      user.id !== conversation.assignee?.id &&
      (user.role !== "agent" || user.queues.includes(conversation.queue_id)) &&
      user.name.toLocaleLowerCase("es").includes(wanted),
  );
  return (
    <div className={styles.body}>
      <TextField
        label={t("action.assign_search")}
        value={text}
        data-autofocus
        onChange={(event) => setText(event.target.value)}
      />
      <ul className={styles.people}>
        {shown.map((user) => (
          <li key={user.id}>
            <button type="button" onClick={() => onAssign(user)}>
              <span>{user.name}</span>
              <small>{user.id === me.id ? t("action.assign_me") : roleName(user.role)}</small>
            </button>
          </li>
        ))}
      </ul>
      {users.isSuccess && shown.length === 0 ? <p>{t("action.assign_none", { text })}</p> : null}
    </div>
  );

  function roleName(role: string): string {
    if (role === "administrator" || role === "supervisor" || role === "agent") return t(`role.${role}`);
    return role;
  }
}
