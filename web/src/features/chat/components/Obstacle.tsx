/** One sentence instead of the field where a person cannot answer, and the button that changes it. */
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import type { Conversation } from "@/api/types";
import { Button } from "@/ui/Button";
import type { ServiceWindow } from "../api/window";
import styles from "./Composer.module.css";

/** Opens the choice of a template; composed by the page. */
export type TemplateSlot = ComponentType<{ conversation: Conversation; look: "button" | "icon" }>;

export type ObstacleKind = "history" | "resolved" | "unheld" | "other" | "bot" | "closed";

export function obstacleOf(
  conversation: Conversation,
  myId: string,
  period: ServiceWindow,
): ObstacleKind | null {
  if (conversation.is_history) return "history";
  if (conversation.state === "resolved") return "resolved";
  if (conversation.state === "in_bot") return "bot";
  if (!conversation.assignee) return "unheld";
  if (conversation.assignee.id !== myId) return "other";
  return period.state === "closed" ? "closed" : null;
}

interface ObstacleProps {
  why: ObstacleKind;
  conversation: Conversation;
  busy: boolean;
  onClaim: () => void;
  onReopen: () => void;
  Templates: TemplateSlot;
}

export function Obstacle({ why, conversation, busy, onClaim, onReopen, Templates }: ObstacleProps) {
  const { t } = useTranslation();
  const sentences: Record<ObstacleKind, string> = {
    history: t("composer.history"),
    resolved: t("composer.resolved"),
    unheld: t("composer.take_first"),
    other: t("composer.of_other", { name: conversation.assignee?.name ?? t("panel.someone") }),
    bot: t("composer.of_bot"),
    closed: t("composer.window_closed_help"),
  };
  return (
    <div className={styles.closed}>
      <p>{sentences[why]}</p>
      {why === "unheld" ? (
        <Button look="primary" busy={busy} onClick={onClaim}>
          {t("action.claim")}
        </Button>
      ) : null}
      {why === "closed" ? <Templates conversation={conversation} look="button" /> : null}
      {why === "resolved" && !conversation.merged_into ? (
        <Button look="primary" busy={busy} onClick={onReopen}>
          {t("action.reopen")}
        </Button>
      ) : null}
    </div>
  );
}
