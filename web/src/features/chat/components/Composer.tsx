/** Where the thread ends and goes on: writing to the customer. What was typed stays until the server has it. */
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/api/directory";
import type { Conversation } from "@/api/types";
import { acceptedTypes } from "@/api/upload";
import { wholeNumber } from "@/i18n/format";
import { type Attachment, attachments, useAttachments } from "@/state/attachments";
import { drafts, useDraft } from "@/state/drafts";
import { outbox } from "@/state/outbox";
import { Button, IconButton } from "@/ui/Button";
import { ChannelIcon } from "@/ui/Channel";
import { IconPaperclip, IconX } from "@/ui/icons";
import { useShortcut } from "@/ui/shortcuts";
import { ThreadEnd } from "@/ui/Thread";
import { useNow } from "@/ui/useNow";
import { tellTyping } from "../api/actions";
import { currentPattern } from "../api/timeline";
import { captionLimit, codePoints, serviceWindow, textLimit } from "../api/window";
import { Attachments } from "./Attachments";
import styles from "./Composer.module.css";
import { Obstacle, obstacleOf, type TemplateSlot } from "./Obstacle";
import { Refusal } from "./Refusal";
import { WindowClock } from "./WindowClock";

const countFrom = textLimit - 200;

interface ComposerProps {
  conversation: Conversation;
  busy: boolean;
  onClaim: () => void;
  onReopen: () => void;
  /** What chooses a template, which may be sent also when the window is closed. */
  Templates: TemplateSlot;
}

export function Composer({ conversation, busy, onClaim, onReopen, Templates }: ComposerProps) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const nowMs = useNow(15_000);
  const period = serviceWindow(conversation, nowMs);
  const obstacle = obstacleOf(conversation, me.id, period);
  const pattern = obstacle === "closed" ? "rest" : currentPattern(conversation);
  const knot = [styles.knot, pattern === "rest" ? styles.rest : "", pattern === "wait" ? styles.wait : ""];
  return (
    <form
      className={styles.composer}
      aria-label={t("composer.label")}
      onDragOver={(event) => {
        if (!obstacle && event.dataTransfer.types.includes("Files")) event.preventDefault();
      }}
      onDrop={(event) => {
        if (obstacle || event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        attachments.add(conversation.id, event.dataTransfer.files);
      }}
      onSubmit={(event) => {
        event.preventDefault();
        send(conversation.id);
      }}
    >
      <ThreadEnd pattern={pattern} />
      <div className={styles.top}>
        <span className={styles.tab}>{t("composer.answer")}</span>
        {conversation.state === "resolved" ? null : <WindowClock period={period} nowMs={nowMs} />}
      </div>
      <span className={knot.filter(Boolean).join(" ")} aria-hidden="true">
        <ChannelIcon channel={conversation.channel} />
      </span>
      <Refusal conversationId={conversation.id} />
      {obstacle ? (
        <Obstacle
          why={obstacle}
          conversation={conversation}
          busy={busy}
          onClaim={onClaim}
          onReopen={onReopen}
          Templates={Templates}
        />
      ) : (
        <Writing key={conversation.id} conversation={conversation} Templates={Templates} />
      )}
    </form>
  );
}

/**
 * Hands files and text to the outbox, in this order; a text over the limit stays, and everything waits for a file
 * that is still on its way. The text goes with a single file as its caption where the channel takes one.
 */
function send(conversationId: string): void {
  const draft = drafts.of(conversationId);
  const text = draft.text.trim();
  if (codePoints(text) > textLimit || attachments.of(conversationId).some(isOnItsWay)) return;
  const files = attachments.take(conversationId);
  if (!text && files.length === 0) return;
  drafts.clear(conversationId);
  const [only] = files;
  const isCaption =
    files.length === 1 && !only?.type.startsWith("audio/") && codePoints(text) <= captionLimit;
  let { replyTo } = draft;
  for (const file of files) {
    outbox.add(conversationId, isCaption ? text : "", replyTo, file);
    replyTo = null;
  }
  if (text && !(files.length > 0 && isCaption)) outbox.add(conversationId, text, replyTo);
}

function isOnItsWay({ uploadId, error }: Attachment): boolean {
  return uploadId === null && !error;
}

function Writing({ conversation, Templates }: Pick<ComposerProps, "conversation" | "Templates">) {
  const { t } = useTranslation();
  const countId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useDraft(conversation.id);
  const length = codePoints(draft.text.trim());
  const picker = useRef<HTMLInputElement>(null);
  const isBringing = useAttachments(conversation.id).some(isOnItsWay);
  useShortcut("r", () => field.current?.focus());

  useLayoutEffect(() => {
    const element = field.current;
    if (!element || element.value !== draft.text) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
  }, [draft.text]);

  const replyId = draft.replyTo?.id;
  useEffect(() => {
    if (replyId) field.current?.focus();
  }, [replyId]);

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (event.altKey)
      field.current?.setRangeText("\n\n", field.current.selectionStart, field.current.selectionEnd, "end");
    if (event.altKey) drafts.write(conversation.id, { text: field.current?.value ?? "" });
    else send(conversation.id);
  }

  return (
    <>
      {draft.replyTo ? (
        <div className={styles.reply}>
          <div>
            <b>{t("composer.reply_to", { name: draft.replyTo.author })}</b>
            <div className="cut">{draft.replyTo.preview}</div>
          </div>
          <IconButton
            label={t("composer.reply_cancel")}
            onClick={() => drafts.write(conversation.id, { replyTo: null })}
          >
            <IconX size={16} stroke={1.75} aria-hidden="true" />
          </IconButton>
        </div>
      ) : null}
      <Attachments conversationId={conversation.id} />
      <textarea
        ref={field}
        className={styles.text}
        rows={2}
        aria-label={t("composer.message")}
        aria-describedby={countId}
        placeholder={t("composer.placeholder")}
        value={draft.text}
        onChange={(event) => {
          drafts.write(conversation.id, { text: event.target.value });
          if (event.target.value) tellTyping(conversation.id);
        }}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          const { files } = event.clipboardData;
          if (files.length === 0) return;
          event.preventDefault();
          attachments.add(conversation.id, files);
        }}
      />
      <div className={styles.bar}>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          tabIndex={-1}
          aria-label={t("attach.choose")}
          accept={acceptedTypes.join(",")}
          onChange={(event) => {
            attachments.add(conversation.id, event.target.files ?? []);
            event.target.value = "";
            field.current?.focus();
          }}
        />
        <IconButton label={t("attach.choose")} onClick={() => picker.current?.click()}>
          <IconPaperclip size={18} stroke={1.75} aria-hidden="true" />
        </IconButton>
        <Templates conversation={conversation} look="icon" />
        <Count id={countId} length={length} />
        <Button type="submit" look="primary" disabled={length > textLimit || isBringing}>
          {t("composer.send")}
          <kbd className="only-l" aria-hidden="true">
            {t("composer.enter")}
          </kbd>
        </Button>
      </div>
    </>
  );
}

function Count({ id, length }: { id: string; length: number }) {
  const { t } = useTranslation();
  const over = length > textLimit;
  const excess = wholeNumber(length - textLimit);
  const words = over
    ? t("composer.over", { limit: wholeNumber(textLimit), excess })
    : t("composer.left", { count: textLimit - length });
  return (
    <span id={id} className={`${styles.count} ${over ? styles.over : ""}`} aria-live="polite">
      {length >= countFrom ? words : null}
    </span>
  );
}
