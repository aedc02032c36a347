/** One message on the phone, with what can be done to it. */
import { useId, useRef, useState } from "react";
import { clockTime } from "@/i18n/format";
import { IconButton } from "@/ui/Button";
import { IconCheck, IconChecks, IconClock, IconCornerDownLeft, IconDots } from "@/ui/icons";
import { phoneApi } from "../api/calls";
import { useChange } from "../api/queries";
import type { Bubble, Chat } from "../api/types";
import { tellFailure } from "../notice";
import { kindWord, t, type Word } from "../words";
import { BubbleActions } from "./BubbleActions";
import styles from "./BubbleItem.module.css";
import { Content } from "./Content";

interface BubbleItemProps {
  bubble: Bubble;
  chat: Chat;
  onReply: () => void;
  onEdit: () => void;
}

export function BubbleItem({ bubble, chat, onReply, onEdit }: BubbleItemProps) {
  const [open, setOpen] = useState(false);
  const menuId = useId();
  const menuButton = useRef<HTMLButtonElement>(null);
  const own = bubble.author === "person";
  const gone = bubble.revoked_at !== null;
  const time = clockTime(bubble.at);
  return (
    <li className={own ? `${styles.item} ${styles.own}` : styles.item}>
      <div className={styles.line}>
        <div className={styles.bubble}>
          {bubble.reply_to && !gone ? <Quoted bubble={bubble} /> : null}
          {gone ? (
            <em className={styles.gone}>{t("bubble.deleted")}</em>
          ) : (
            <Content bubble={bubble} chat={chat} />
          )}
        </div>
        {gone ? null : (
          <IconButton
            ref={menuButton}
            label={t("bubble.menu", { time })}
            className={styles.more}
            aria-expanded={open}
            aria-controls={open ? menuId : undefined}
            onClick={() => setOpen(!open)}
          >
            <IconDots size={16} stroke={1.75} aria-hidden="true" />
          </IconButton>
        )}
      </div>
      <Reactions bubble={bubble} chat={chat} />
      <p className={styles.meta}>
        {bubble.edited_at && !gone ? `${t("bubble.edited")} · ` : ""}
        <time dateTime={bubble.at}>{time}</time>
        {own ? <Tick status={bubble.status} /> : null}
      </p>
      {open && !gone ? (
        <BubbleActions
          id={menuId}
          bubble={bubble}
          chat={chat}
          onReply={onReply}
          onEdit={onEdit}
          onClose={() => {
            setOpen(false);
            menuButton.current?.focus();
          }}
        />
      ) : null}
    </li>
  );
}

function Quoted({ bubble }: { bubble: Bubble }) {
  const quoted = bubble.reply_to;
  if (!quoted) return null;
  const kind = quoted.kind ? kindWord(quoted.kind) : t("bubble.quote_unknown");
  return (
    <p className={styles.quote}>
      <IconCornerDownLeft size={14} stroke={1.75} aria-hidden="true" />
      <span className="cut">{quoted.preview || kind}</span>
    </p>
  );
}

function Reactions({ bubble, chat }: { bubble: Bubble; chat: Chat }) {
  const react = useChange((emoji: string | null) =>
    phoneApi.act(chat, { kind: "reaction", message_id: bubble.id, emoji }),
  );
  if (bubble.reactions.length === 0 || bubble.revoked_at) return null;
  return (
    <ul className={styles.reactions} aria-label={t("bubble.reactions")}>
      {bubble.reactions.map(({ author, emoji }) => (
        <li key={author}>
          {author === "person" ? (
            <button
              type="button"
              aria-label={t("bubble.unreact", { emoji })}
              title={t("bubble.unreact", { emoji })}
              onClick={() => react.mutate(null, { onError: tellFailure })}
            >
              {emoji}
            </button>
          ) : (
            <span role="img" aria-label={t("bubble.reaction_business", { emoji })}>
              {emoji}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

const ticks = { sending: IconClock, delivered: IconChecks, read: IconChecks } as const;

function Tick({ status }: { status: string }) {
  const known = status in ticks ? (status as keyof typeof ticks) : null;
  const Icon = known ? ticks[known] : IconCheck;
  const label = known ? t(`tick.${known}` satisfies Word) : status;
  return (
    <span className={status === "read" ? styles.read : undefined}>
      <Icon size={14} stroke={2} aria-hidden="true" />
      <span className="sr">{label}</span>
    </span>
  );
}
