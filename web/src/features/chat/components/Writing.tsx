/** The field and what stands around it: quote, files, tools, the button that sends. */
import {
  type KeyboardEvent,
  lazy,
  Suspense,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import type { Conversation } from "@/api/types";
import { acceptedTypes } from "@/api/upload";
import { attachments, useAttachments } from "@/state/attachments";
import { drafts, useDraft } from "@/state/drafts";
import { outbox } from "@/state/outbox";
import { usePreferences } from "@/state/preferences";
import { recordings, useRecording } from "@/state/recordings";
import { Button, IconButton } from "@/ui/Button";
import { IconCalendarClock, IconMicrophone, IconPaperclip, IconTypography, IconX } from "@/ui/icons";
import { useShortcut } from "@/ui/shortcuts";
import { applyTool, type Tool } from "@/text/edit";
import { tellTyping } from "../api/actions";
import { isOnItsWay, sendDraft } from "../api/sending";
import { useOvertaken } from "../api/useOvertaken";
import { codePoints, textLimit } from "../api/window";
import { Attachments } from "./Attachments";
import styles from "./Composer.module.css";
import { Count } from "./Count";
import { EmojiButton } from "./EmojiButton";
import { FormatBar } from "./FormatBar";
import { undoSend } from "./HeldNote";
import type { TemplateSlot } from "./Obstacle";
import { Overtaken } from "./Overtaken";
import { Preview } from "./Preview";
import { ScheduleDialog } from "./ScheduleDialog";

const VoiceBar = lazy(() => import("./VoiceBar"));

const toolKeys: Record<string, Tool | undefined> = { b: "bold", i: "italic" };

interface WritingProps {
  conversation: Conversation;
  Templates: TemplateSlot;
}

export function Writing({ conversation, Templates }: WritingProps) {
  const { t } = useTranslation();
  const countId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useDraft(conversation.id);
  const length = codePoints(draft.text.trim());
  const picker = useRef<HTMLInputElement>(null);
  const files = useAttachments(conversation.id);
  const isBringing = files.some(isOnItsWay);
  const isEmpty = length === 0 && files.length === 0;
  const overtaken = useOvertaken(conversation.id, !isEmpty);
  const [asked, setAsked] = useState(false);
  const recording = useRecording(conversation.id);
  const [formatting, setFormatting] = useState(false);
  const [scheduling, setScheduling] = useState(false);
  const enterSends = usePreferences().enter_sends;
  useShortcut("r", () => field.current?.focus());

  useLayoutEffect(() => {
    const element = field.current;
    if (!element || element.value !== draft.text) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
  }, [draft.text]);

  useEffect(() => {
    void recordings.find(conversation.id);
    return () => void recordings.finish(conversation.id);
  }, [conversation.id]);

  const replyId = draft.replyTo?.id;
  useEffect(() => {
    if (replyId) field.current?.focus();
  }, [replyId]);

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing) return;
    const held = draft.text ? null : outbox.held(conversation.id);
    if (event.key === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey && held) {
      event.preventDefault();
      void undoSend(held.group, t("undo_send.too_late"));
    }
    const tool = event.ctrlKey || event.metaKey ? toolKeys[event.key.toLowerCase()] : undefined;
    if (tool && !event.altKey) {
      event.preventDefault();
      format(tool);
    }
    if (event.key !== "Enter" || event.shiftKey) return;
    if (event.altKey) insert("\n\n");
    else if (enterSends || event.ctrlKey || event.metaKey) send();
    else return;
    event.preventDefault();
  }

  function send(sendAt: string | null = null) {
    if (overtaken.answer && !isEmpty) return setAsked(true);
    sendDraft(conversation.id, sendAt);
  }

  function sendAllTheSame() {
    overtaken.seen();
    setAsked(false);
    sendDraft(conversation.id);
    field.current?.focus();
  }

  function insert(text: string) {
    const element = field.current;
    if (!element) return;
    element.setRangeText(text, element.selectionStart, element.selectionEnd, "end");
    drafts.write(conversation.id, { text: element.value });
  }

  function format(tool: Tool) {
    const element = field.current;
    if (!element) return;
    const { value, selectionStart, selectionEnd } = element;
    const after = applyTool(tool, { text: value, from: selectionStart, to: selectionEnd });
    element.setRangeText(after.text, 0, value.length);
    element.setSelectionRange(after.from, after.to);
    element.focus();
    drafts.write(conversation.id, { text: after.text });
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
      {overtaken.answer ? (
        <Overtaken
          answer={overtaken.answer}
          asked={asked}
          onSend={sendAllTheSame}
          onSeen={() => {
            overtaken.seen();
            setAsked(false);
          }}
        />
      ) : null}
      <Attachments conversationId={conversation.id} />
      {formatting ? <FormatBar onTool={format} /> : null}
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
      <Preview text={draft.text} />
      {recording ? (
        <Suspense>
          <VoiceBar conversationId={conversation.id} recording={recording} />
        </Suspense>
      ) : null}
      <div className={styles.bar} hidden={recording !== null}>
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
        <EmojiButton onChosen={insert} onLeft={() => field.current?.focus()} />
        <IconButton
          label={t("format.label")}
          on={formatting}
          aria-pressed={formatting}
          onClick={() => setFormatting(!formatting)}
        >
          <IconTypography size={18} stroke={1.75} aria-hidden="true" />
        </IconButton>
        <IconButton
          label={t("scheduled.title")}
          disabled={length > textLimit || isBringing || isEmpty}
          onClick={() => setScheduling(true)}
        >
          <IconCalendarClock size={18} stroke={1.75} aria-hidden="true" />
        </IconButton>
        <ScheduleDialog
          opened={scheduling}
          windowEnd={conversation.service_window_expires_at}
          onClose={() => setScheduling(false)}
          onChosen={send}
        />
        <IconButton label={t("voice.record")} onClick={() => void recordings.start(conversation.id)}>
          <IconMicrophone size={18} stroke={1.75} aria-hidden="true" />
        </IconButton>
        <Templates conversation={conversation} look="icon" />
        <Count id={countId} length={length} />
        <Button
          type="submit"
          look="primary"
          onClick={() => send()}
          disabled={length > textLimit || isBringing}
        >
          {t("composer.send")}
          <kbd className="only-l" aria-hidden="true">
            {t(enterSends ? "key.enter" : "composer.ctrl_enter")}
          </kbd>
        </Button>
      </div>
    </>
  );
}
