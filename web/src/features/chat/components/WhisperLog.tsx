/** What was whispered on a conversation, oldest first; what is shown counts as heard. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/api/directory";
import type { Conversation, Whisper } from "@/api/types";
import { momentOf } from "@/i18n/format";
import { useHouseOutbox } from "@/state/house-outbox";
import { Button } from "@/ui/Button";
import { IconClock } from "@/ui/icons";
import { useNow } from "@/ui/useNow";
import { useSideLine } from "../api/notes";
import styles from "./Whisper.module.css";

interface WhisperLogProps {
  conversation: Conversation;
  onHeard: (whisperId: string) => void;
}

export function WhisperLog({ conversation, onHeard }: WhisperLogProps) {
  const { t } = useTranslation();
  const { whispers, isPending, isError, retry } = useSideLine(conversation);
  const waiting = useHouseOutbox().items.filter(
    (item) => item.kind === "whisper" && item.conversationId === conversation.id,
  );
  const list = useRef<HTMLDivElement>(null);
  const last = whispers.at(-1)?.id;
  useEffect(() => {
    if (last) onHeard(last);
  }, [last, onHeard]);
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [last, waiting.length]);

  if (isError && whispers.length === 0) {
    return (
      <p className={styles.nobody} role="alert">
        {t("whisper.failed")}{" "}
        <Button size="xs" onClick={retry}>
          {t("failure.retry")}
        </Button>
      </p>
    );
  }
  return (
    <div
      ref={list}
      className={styles.log}
      role="log"
      aria-label={t("whisper.log")}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region has to be reachable by keyboard
      tabIndex={0}
    >
      <ol>
        {whispers.map((whisper) => (
          <Line key={whisper.id} whisper={whisper} holderId={conversation.assignee?.id ?? null} />
        ))}
        {waiting.map((item) => (
          <li key={item.key}>
            <b>{t("whisper.you")}</b>
            <span className={styles.said}>{item.text}</span>
            <IconClock size={14} stroke={2} aria-hidden="true" />
            {item.waiting ? <small>{t("whisper.waiting")}</small> : null}
          </li>
        ))}
        {whispers.length + waiting.length === 0 && !isPending ? <li>{t("whisper.empty")}</li> : null}
      </ol>
    </div>
  );
}

function Line({ whisper, holderId }: { whisper: Whisper; holderId: string | null }) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const nowMs = useNow(60_000);
  const { author, agent, text, created_at } = whisper;
  const toAnother = agent.id !== holderId && agent.id !== author.id;
  return (
    <li>
      <b>{author.id === me.id ? t("whisper.you") : author.name}</b>
      {toAnother ? <small>{t("whisper.to", { name: agent.name })}</small> : null}
      <span className={styles.said}>{text}</span>
      <time dateTime={created_at}>{momentOf(created_at, nowMs)}</time>
    </li>
  );
}
