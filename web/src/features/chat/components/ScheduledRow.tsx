/** A message that waits for its time: not said yet, so without ticks, and it can be changed or cancelled. */
import { useMutation } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/api/directory";
import { ApiError } from "@/api/errors";
import type { Conversation, Message } from "@/api/types";
import { momentOf } from "@/i18n/format";
import { drafts } from "@/state/drafts";
import { outbox } from "@/state/outbox";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { IconCalendarClock, IconPencil, IconX } from "@/ui/icons";
import { ThreadRow } from "@/ui/Thread";
import { cancelScheduled } from "../api/messages";
import type { TimelineRow } from "../api/timeline";
import styles from "./Bubble.module.css";
import { MessageBody } from "./MessageBody";

interface ScheduledRowProps {
  row: Extract<TimelineRow, { kind: "scheduled" }>;
  conversation: Conversation;
  nowMs: number;
}

export function ScheduledRow({ row, conversation, nowMs }: ScheduledRowProps) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const { message } = row;
  const mine = conversation.assignee?.id === me.id;
  return (
    <ThreadRow pattern={row.pattern} gap={row.gap}>
      <div className={`${styles.message} ${styles.out}`}>
        <div className={styles.line}>
          <div className={`${styles.bubble} ${styles.later}`}>
            <MessageBody message={message} />
          </div>
        </div>
        <div className={`${styles.trouble} ${styles.plain} ${styles.held}`}>
          <IconCalendarClock size={16} stroke={1.75} aria-hidden="true" />
          <span>{t("scheduled.for", { time: momentOf(message.send_at ?? message.occurred_at, nowMs) })}</span>
          {mine || me.role !== "agent" ? <Changes message={message} mine={mine} /> : null}
        </div>
      </div>
    </ThreadRow>
  );
}

/** A file went to storage with its message: such a one is cancelled and written anew. */
function Changes({ message, mine }: { message: Message; mine: boolean }) {
  const { t } = useTranslation();
  const cancel = useMutation({
    mutationFn: (_then: () => void) => cancelScheduled(message),
    onSuccess: (_answer, then) => then(),
    onError: (error) => toast.show(refusalOf(error, t)),
  });
  const canWriteAgain = mine && !message.media;
  const undo = canWriteAgain ? () => scheduleAgain(message) : null;
  return (
    <>
      {canWriteAgain ? (
        <Button
          size="xs"
          busy={cancel.isPending}
          onClick={() => cancel.mutate(() => backToDraft(message, t))}
        >
          <IconPencil size={14} stroke={2} aria-hidden="true" />
          {t("scheduled.edit")}
        </Button>
      ) : null}
      <Button
        size="xs"
        look="quiet"
        busy={cancel.isPending}
        onClick={() => cancel.mutate(() => toast.show(t("scheduled.cancelled"), undo))}
      >
        <IconX size={14} stroke={2} aria-hidden="true" />
        {t("scheduled.cancel")}
      </Button>
    </>
  );
}

function backToDraft({ conversation_id, text }: Message, t: TFunction): void {
  const draft = drafts.of(conversation_id);
  drafts.write(conversation_id, { text: [text, draft.text].filter(Boolean).join("\n") });
  toast.show(t("scheduled.in_draft"));
}

function scheduleAgain({ conversation_id, text, send_at }: Message): void {
  outbox.add(conversation_id, [{ text: text ?? "", file: null, replyTo: null }], 0, send_at);
}

function refusalOf(error: unknown, t: TFunction): string {
  const isLate = error instanceof ApiError && error.code === "not_scheduled";
  return t(isLate ? "scheduled.too_late" : "action.failed");
}
