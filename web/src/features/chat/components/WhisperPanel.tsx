/** The side line of a conversation: its holder and supervisors among themselves, on yellow, under the header. */
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/api/directory";
import type { Conversation } from "@/api/types";
import { wholeNumber } from "@/i18n/format";
import { heard } from "@/state/heard";
import { houseOutbox } from "@/state/house-outbox";
import { noteDrafts, useNoteDraft } from "@/state/note-drafts";
import { whisperPanels } from "@/state/whisper-panel";
import { Button, IconButton } from "@/ui/Button";
import { IconEar, IconX } from "@/ui/icons";
import { noteLimit } from "../api/notes";
import { codePoints } from "../api/window";
import styles from "./Whisper.module.css";
import { WhisperLog } from "./WhisperLog";
import { WhisperRefusal } from "./WhisperRefusal";

export default function WhisperPanel({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const { id, assignee } = conversation;
  const mine = assignee?.id === me.id;
  const audience = mine
    ? t("whisper.with_you")
    : assignee
      ? t("whisper.with", { name: assignee.name })
      : null;
  return (
    <section className={styles.panel} aria-label={t("whisper.label")}>
      <header className={styles.head}>
        <IconEar size={16} stroke={1.75} aria-hidden="true" />
        <h3>{t("whisper.label")}</h3>
        <span className="cut">{audience}</span>
        <IconButton label={t("whisper.close")} onClick={() => whisperPanels.toggle(id)}>
          <IconX size={16} stroke={1.75} aria-hidden="true" />
        </IconButton>
      </header>
      <WhisperLog conversation={conversation} onHeard={(whisperId) => heard.listen(id, whisperId)} />
      <WhisperRefusal conversationId={id} />
      {assignee ? (
        <Speaking conversationId={id} agent={assignee} mine={mine} />
      ) : (
        <p className={styles.nobody}>{t("whisper.nobody")}</p>
      )}
    </section>
  );
}

interface SpeakingProps {
  conversationId: string;
  agent: NonNullable<Conversation["assignee"]>;
  mine: boolean;
}

function Speaking({ conversationId, agent, mine }: SpeakingProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  const { whisper } = useNoteDraft(conversationId);
  const text = whisper.trim();
  const excess = codePoints(text) - noteLimit;
  useEffect(() => field.current?.focus(), []);

  function say() {
    if (!text || excess > 0) return;
    noteDrafts.write(conversationId, { whisper: "" });
    houseOutbox.addWhisper(conversationId, text, agent.id);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape") whisperPanels.toggle(conversationId);
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    say();
  }

  return (
    <form
      className={styles.speak}
      onSubmit={(event) => {
        event.preventDefault();
        say();
      }}
    >
      <textarea
        ref={field}
        rows={1}
        aria-label={t("whisper.field")}
        placeholder={mine ? t("whisper.placeholder_agent") : t("whisper.placeholder", { name: agent.name })}
        value={whisper}
        onChange={(event) => noteDrafts.write(conversationId, { whisper: event.target.value })}
        onKeyDown={onKeyDown}
      />
      <Button type="submit" size="s" className={styles.send} disabled={!text || excess > 0}>
        {t("whisper.send")}
      </Button>
      {excess > 0 ? (
        <p className={styles.over} role="alert">
          {t("whisper.over", { limit: wholeNumber(noteLimit), excess: wholeNumber(excess) })}
        </p>
      ) : null}
    </form>
  );
}
