/** Below a message that waits before it is sent: how long yet, and the ways to take it back or let it go. */
import { useTranslation } from "react-i18next";
import { outbox, type Outgoing } from "@/state/outbox";
import { heldForMs } from "@/state/outgoing";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { IconClock } from "@/ui/icons";
import { useNow } from "@/ui/useNow";
import styles from "./Bubble.module.css";

export function HeldNote({ item }: { item: Outgoing }) {
  const { t } = useTranslation();
  const leftMs = heldForMs(item, useNow(250));
  if (leftMs === 0) return null;
  return (
    <div className={`${styles.trouble} ${styles.plain} ${styles.held}`}>
      <IconClock size={16} stroke={1.75} aria-hidden="true" />
      <span aria-hidden="true">{t("undo_send.waits", { seconds: Math.ceil(leftMs / 1000) })}</span>
      <span className="sr">{t("undo_send.waits_spoken")}</span>
      <Button size="xs" onClick={() => void undoSend(item.group, t("undo_send.too_late"))}>
        {t("undo_send.undo")} <kbd aria-hidden="true">Z</kbd>
      </Button>
      <Button size="xs" look="quiet" onClick={() => void outbox.flush(item.conversationId)}>
        {t("undo_send.now")}
      </Button>
    </div>
  );
}

export async function undoSend(group: string, tooLate: string): Promise<void> {
  if (!(await outbox.undo(group))) toast.show(tooLate);
}
