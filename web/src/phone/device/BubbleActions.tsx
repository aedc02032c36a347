/** What a person can do to a message: react, answer it, and to their own: edit or delete it. */
import { useEffect, useRef } from "react";
import { Button } from "@/ui/Button";
import { phoneApi } from "../api/calls";
import { useChange } from "../api/queries";
import type { Action, Bubble, Chat } from "../api/types";
import { tellFailure } from "../notice";
import { t } from "../words";
import styles from "./BubbleActions.module.css";

const emojis = ["👍", "❤️", "😂", "😮", "😢", "🙏"];
const editable = ["text", "image", "video", "document"];

interface BubbleActionsProps {
  id: string;
  bubble: Bubble;
  chat: Chat;
  onReply: () => void;
  onEdit: () => void;
  onClose: () => void;
}

export function BubbleActions({ id, bubble, chat, onReply, onEdit, onClose }: BubbleActionsProps) {
  const box = useRef<HTMLDivElement>(null);
  const act = useChange((action: Action) => phoneApi.act(chat, action));
  const own = bubble.author === "person";
  useEffect(() => {
    box.current?.scrollIntoView({ block: "nearest" });
    box.current?.querySelector("button")?.focus();
  }, []);

  function run(action: Action) {
    act.mutate(action, { onError: tellFailure });
    onClose();
  }

  function then(step: () => void) {
    return () => {
      onClose();
      step();
    };
  }

  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- Escape closes; every action is a button
    <div
      id={id}
      ref={box}
      className={styles.panel}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <div className={styles.emojis}>
        {emojis.map((emoji) => (
          <button
            key={emoji}
            type="button"
            aria-label={t("bubble.react", { emoji })}
            onClick={() => run({ kind: "reaction", message_id: bubble.id, emoji })}
          >
            {emoji}
          </button>
        ))}
      </div>
      <div className={styles.buttons}>
        <Button size="xs" onClick={then(onReply)}>
          {t("bubble.reply")}
        </Button>
        {own && editable.includes(bubble.kind) ? (
          <Button size="xs" onClick={then(onEdit)}>
            {t("bubble.edit")}
          </Button>
        ) : null}
        {own ? (
          <Button size="xs" look="bad" onClick={() => run({ kind: "revoke", message_id: bubble.id })}>
            {t("bubble.delete")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
