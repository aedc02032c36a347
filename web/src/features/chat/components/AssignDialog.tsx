/** A supervisor gives the conversation to someone of its queue. */
import { Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/api/directory";
import type { Colleague, Conversation } from "@/api/types";
import { momentOf } from "@/i18n/format";
import { compareWords } from "@/i18n/languages";
import { presenceWords, sinceWords } from "@/i18n/presence-words";
import { signOf, useColleagues, useServerNow } from "@/realtime/presence";
import { Button } from "@/ui/Button";
import dialog from "@/ui/Dialog.module.css";
import { Failure } from "@/ui/Feedback";
import { TextField } from "@/ui/Field";
import { PresenceGlyph } from "@/ui/PresenceGlyph";
import styles from "./AssignDialog.module.css";

interface AssignDialogProps {
  conversation: Conversation;
  opened: boolean;
  onClose: () => void;
  onAssign: (user: { id: string; name: string }) => void;
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

/** Who may hold it: those available first, the longest waiting of them at the top; the others with their state. */
function People({
  conversation,
  onAssign,
}: {
  conversation: Conversation;
  onAssign: (user: { id: string; name: string }) => void;
}) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const colleagues = useColleagues(true);
  const nowMs = useServerNow(10_000);
  const [text, setText] = useState("");
  const [asked, setAsked] = useState<Colleague | null>(null);
  if (colleagues.isError && !colleagues.data) {
    return (
      <Failure
        title={t("action.assign_failed")}
        error={colleagues.error}
        onRetry={() => void colleagues.refetch()}
      />
    );
  }
  if (asked) {
    return (
      <Warning
        colleague={asked}
        nowMs={nowMs}
        onAssign={() => onAssign(asked)}
        onBack={() => setAsked(null)}
      />
    );
  }
  const wanted = text.trim().toLowerCase();
  const shown = (colleagues.data ?? [])
    .filter(
      (one) =>
        one.id !== conversation.assignee?.id &&
        (one.role !== "agent" || one.queues.includes(conversation.queue_id)) &&
        one.name.toLowerCase().includes(wanted),
    )
    .toSorted(byReadiness);
  return (
    <div className={styles.body}>
      <TextField
        label={t("action.assign_search")}
        value={text}
        data-autofocus
        onChange={(event) => setText(event.target.value)}
      />
      <ul className={styles.people}>
        {shown.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              className={isReady(one) ? undefined : styles.away}
              onClick={() => (isReady(one) || one.id === me.id ? onAssign(one) : setAsked(one))}
            >
              <PresenceGlyph sign={signOf(one.presence)} />
              <span className={styles.name}>
                {one.name}
                {one.id === me.id ? ` (${t("action.assign_me")})` : null}
              </span>
              <small>
                {presenceWords(one.presence, t)} {sinceWords(one.presence, nowMs)}
              </small>
              <small className={styles.held}>{t("presence.held", { count: one.held_conversations })}</small>
            </button>
          </li>
        ))}
      </ul>
      {colleagues.isSuccess && shown.length === 0 ? <p>{t("action.assign_none", { text })}</p> : null}
    </div>
  );
}

interface WarningProps {
  colleague: Colleague;
  nowMs: number;
  onAssign: () => void;
  onBack: () => void;
}

function Warning({ colleague, nowMs, onAssign, onBack }: WarningProps) {
  const { t } = useTranslation();
  const { name, presence } = colleague;
  const when = presence.since ? momentOf(presence.since, nowMs) : null;
  const state = presenceWords(presence, t);
  return (
    <>
      <div className={styles.body} role="alert">
        <p>
          <b>{t("presence.assign_away", { name, state })}</b>{" "}
          {when ? t("presence.assign_away_since", { when }) : null} {t("presence.assign_away_help")}
        </p>
      </div>
      <div className={dialog.foot}>
        <Button look="quiet" onClick={onBack}>
          {t("presence.assign_other")}
        </Button>
        <Button look="primary" data-autofocus onClick={onAssign}>
          {t("presence.assign_anyway")}
        </Button>
      </div>
    </>
  );
}

function isReady({ presence }: Colleague): boolean {
  return presence.state === "available";
}

function byReadiness(one: Colleague, other: Colleague): number {
  if (isReady(one) !== isReady(other)) return isReady(one) ? -1 : 1;
  if (!isReady(one)) return compareWords(one.name, other.name);
  return (one.presence.since ?? "").localeCompare(other.presence.since ?? "");
}
