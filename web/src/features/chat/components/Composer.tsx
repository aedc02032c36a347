/** Where the thread ends and goes on: writing to the customer. What was typed stays until the server has it. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/api/directory";
import { useSendRules } from "@/api/send-rules";
import type { Conversation } from "@/api/types";
import { attachments } from "@/state/attachments";
import { putAway } from "@/state/hints";
import { useNoteDraft } from "@/state/note-drafts";
import { ChannelIcon } from "@/ui/Channel";
import { HintNote } from "@/ui/HintNote";
import { ThreadEnd } from "@/ui/Thread";
import { useNow } from "@/ui/useNow";
import { currentPattern } from "../api/timeline";
import { serviceWindow } from "../api/window";
import styles from "./Composer.module.css";
import { ComposerTabs } from "./ComposerTabs";
import { NoteComposer } from "./NoteComposer";
import { Obstacle, obstacleOf, type TemplateSlot } from "./Obstacle";
import { OtherDraft } from "./OtherDraft";
import { Refusal } from "./Refusal";
import type { ReplySlot } from "./ReplySlot";
import { Typing } from "./Typing";
import { WindowClock } from "./WindowClock";
import { Writing } from "./Writing";

interface ComposerProps {
  conversation: Conversation;
  busy: boolean;
  onClaim: () => void;
  onReopen: () => void;
  /** What chooses a template, which may be sent also when the window is closed. */
  Templates: TemplateSlot;
  /** What writes a quick reply for the person. */
  Replies: ReplySlot;
}

export function Composer({ conversation, busy, onClaim, onReopen, Templates, Replies }: ComposerProps) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const rules = useSendRules(conversation.connection_id);
  const nowMs = useNow(15_000);
  const writesNote = useNoteDraft(conversation.id).open;
  const form = useRef<HTMLFormElement>(null);
  /** Whoever took the conversation here goes on in the field. */
  const taking = useRef(false);
  const period = serviceWindow(conversation, nowMs);
  const obstacle = obstacleOf(conversation, me.id, period);
  const pattern = obstacle === "closed" ? "rest" : currentPattern(conversation);
  useEffect(() => {
    if (obstacle === null && taking.current) form.current?.querySelector("textarea")?.focus();
    if (obstacle !== "unheld") taking.current = false;
  }, [obstacle]);
  if (writesNote) return <NoteComposer conversation={conversation} />;
  const knot = [styles.knot, pattern === "rest" ? styles.rest : "", pattern === "wait" ? styles.wait : ""];
  return (
    <form
      ref={form}
      className={styles.composer}
      aria-label={t("composer.label")}
      onDragOver={(event) => {
        if (!obstacle && event.dataTransfer.types.includes("Files")) event.preventDefault();
      }}
      onDrop={(event) => {
        if (obstacle || event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        attachments.add(conversation.id, event.dataTransfer.files, rules);
      }}
      onSubmit={(event) => event.preventDefault()}
    >
      <ThreadEnd pattern={pattern} />
      <div className={styles.top}>
        <ComposerTabs conversationId={conversation.id} mode="answer" />
        <Typing conversationId={conversation.id} />
        {conversation.state === "resolved" ? null : <WindowClock period={period} nowMs={nowMs} />}
      </div>
      <span className={knot.filter(Boolean).join(" ")} aria-hidden="true">
        <ChannelIcon channel={conversation.channel} />
      </span>
      <Refusal conversationId={conversation.id} />
      <OtherDraft conversationId={conversation.id} />
      {obstacle && obstacle !== "unheld" ? null : (
        <HintNote hint={obstacle ? "claim" : "keys"} className={styles.hint} />
      )}
      {obstacle ? (
        <Obstacle
          why={obstacle}
          conversation={conversation}
          busy={busy}
          onClaim={() => {
            putAway("claim");
            taking.current = true;
            onClaim();
          }}
          onReopen={onReopen}
          Templates={Templates}
        />
      ) : (
        <Writing key={conversation.id} conversation={conversation} Templates={Templates} Replies={Replies} />
      )}
    </form>
  );
}
