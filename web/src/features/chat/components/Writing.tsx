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
import { useSendRules } from "@/api/send-rules";
import { attachments, useAttachments } from "@/state/attachments";
import { useIsReplyComing } from "@/state/coming-replies";
import { drafts, useDraft } from "@/state/drafts";
import { outbox } from "@/state/outbox";
import { usePreferences } from "@/state/preferences";
import { recordings, useRecording } from "@/state/recordings";
import { Button, IconButton } from "@/ui/Button";
import { IconCalendarClock, IconTypography } from "@/ui/icons";
import { useShortcut } from "@/ui/shortcuts";
import { late } from "@/ui/late";
import { applyTool, type Tool } from "@/text/edit";
import { tellTyping } from "../api/actions";
import { isOnItsWay, sendDraft } from "../api/sending";
import { useOvertaken } from "../api/useOvertaken";
import { useWordsRefusal } from "../api/useWordsRefusal";
import { codePoints, textLimit } from "../api/window";
import { AttachButton } from "./AttachButton";
import { Attachments } from "./Attachments";
import styles from "./Composer.module.css";
import { Count } from "./Count";
import { EmojiButton } from "./EmojiButton";
import { FormatBar } from "./FormatBar";
import { undoSend } from "./HeldNote";
import type { TemplateSlot } from "./Obstacle";
import { Overtaken } from "./Overtaken";
import { Preview } from "./Preview";
import { RecordButton } from "./RecordButton";
import { ReplyQuote } from "./ReplyQuote";
import type { FieldOptions, ReplySlot } from "./ReplySlot";
import { WordsRefused } from "./WordsRefused";

const VoiceBar = lazy(() => import("./VoiceBar"));
const ScheduleDialog = late(() => import("./ScheduleDialog").then((module) => module.ScheduleDialog));

const toolKeys: Record<string, Tool | undefined> = { b: "bold", i: "italic" };

interface WritingProps {
  conversation: Conversation;
  Templates: TemplateSlot;
  Replies: ReplySlot;
}

export function Writing({ conversation, Templates, Replies }: WritingProps) {
  const { t } = useTranslation();
  const countId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useDraft(conversation.id);
  const length = codePoints(draft.text.trim());
  const rules = useSendRules(conversation.connection_id);
  const refusal = useWordsRefusal(draft.text, rules);
  const files = useAttachments(conversation.id);
  const isReplyComing = useIsReplyComing(conversation.id);
  const isBringing = isReplyComing || files.some(isOnItsWay);
  const isEmpty = length === 0 && files.length === 0;
  const overtaken = useOvertaken(conversation.id, !isEmpty);
  /** What the person wanted to send all the same, and when: null is at once. */
  const [wanted, setWanted] = useState<{ sendAt: string | null } | null>(null);
  const recording = useRecording(conversation.id);
  const [formatting, setFormatting] = useState(false);
  const [scheduling, setScheduling] = useState(false);
  const [options, setOptions] = useState<FieldOptions | null>(null);
  const enterSends = usePreferences().enter_sends;
  useShortcut("r", () => field.current?.focus());
  if (isEmpty && wanted) setWanted(null);

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
    if (refusal || isBringing) return;
    if (overtaken.answer && !isEmpty) return setWanted({ sendAt });
    sendDraft(conversation.id, sendAt);
  }

  function seen() {
    overtaken.seen();
    setWanted(null);
  }

  function sendAllTheSame() {
    if (isBringing) return;
    seen();
    sendDraft(conversation.id, wanted?.sendAt);
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
      <ReplyQuote conversationId={conversation.id} quoted={draft.replyTo} />
      {overtaken.answer ? (
        <Overtaken answer={overtaken.answer} asked={wanted !== null} onSend={sendAllTheSame} onSeen={seen} />
      ) : null}
      <Attachments conversationId={conversation.id} />
      {formatting ? <FormatBar onTool={format} /> : null}
      <textarea
        ref={field}
        className={styles.text}
        rows={2}
        aria-label={t("composer.message")}
        aria-describedby={countId}
        aria-autocomplete="list"
        aria-controls={options?.listId}
        aria-activedescendant={options?.activeId}
        placeholder={t("composer.placeholder")}
        value={draft.text}
        onChange={(event) => {
          const { value: text } = event.target;
          drafts.write(conversation.id, text ? { text } : { text, replies: [] });
          if (text) tellTyping(conversation.id);
        }}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          const { files } = event.clipboardData;
          if (files.length === 0) return;
          event.preventDefault();
          attachments.add(conversation.id, files, rules);
        }}
      />
      <Preview text={draft.text} />
      <WordsRefused refusal={refusal} />
      {recording ? (
        <Suspense>
          <VoiceBar conversationId={conversation.id} recording={recording} />
        </Suspense>
      ) : null}
      <div className={styles.bar} hidden={recording !== null}>
        <AttachButton
          conversationId={conversation.id}
          rules={rules}
          onChosen={() => field.current?.focus()}
        />
        <Replies conversation={conversation} field={field} onOptions={setOptions} />
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
          disabled={length > textLimit || isBringing || isEmpty || refusal !== null}
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
        <RecordButton conversationId={conversation.id} rules={rules} />
        <Templates conversation={conversation} look="icon" />
        <Count id={countId} length={length} asCaption={files.length === 1} replyComing={isReplyComing} />
        <Button
          type="submit"
          look="primary"
          onClick={() => send()}
          disabled={length > textLimit || isBringing || refusal !== null}
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
