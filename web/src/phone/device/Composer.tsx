/** Where the person writes: text, a reply, an edit, a file with its caption, or a voice note. */
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { IconButton } from "@/ui/Button";
import { phoneApi } from "../api/calls";
import { useChange } from "../api/queries";
import type { Action, Chat, NewFile } from "../api/types";
import { IconMicrophone, IconPaperclip, IconSend } from "../icons";
import { tell, tellFailure } from "../notice";
import { exampleVoiceNote, NoEncoderError, toVoiceNote, type VoiceNote } from "@/voice/encode";
import { useRecorder } from "../voice/useRecorder";
import { t } from "../words";
import { AttachMenu } from "./AttachMenu";
import styles from "./Composer.module.css";
import { FileChip, Recording, Target } from "./ComposerParts";
import { type Draft, emptyDraft } from "./draft";

interface ComposerProps {
  chat: Chat;
  draft: Draft;
  onDraft: (draft: Draft) => void;
}

export function Composer({ chat, draft, onDraft }: ComposerProps) {
  const [attaching, setAttaching] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const clip = useRef<HTMLButtonElement>(null);
  const recorder = useRecorder();
  const act = useChange((action: Action) => phoneApi.act(chat, action));
  const upload = useChange((file: NewFile) => phoneApi.sendFile(chat, file));
  const { reply, edit } = draft;
  useEffect(() => {
    if (reply || edit) field.current?.focus();
  }, [reply, edit]);

  const sendable = draft.file !== null || draft.text.trim() !== "";

  function send() {
    if (!sendable) return;
    const failed = (error: unknown) => {
      tellFailure(error);
      onDraft(draft);
    };
    if (draft.file) upload.mutate(fileOf(draft, draft.file), { onError: failed });
    else act.mutate(actionOf(draft), { onError: failed });
    onDraft(emptyDraft);
    field.current?.focus();
  }

  function sendVoice(note: VoiceNote) {
    const file = { ...note, caption: "", voice: true, reply_to: draft.reply?.id ?? null };
    upload.mutate(file, { onError: tellFailure });
    onDraft({ ...draft, reply: null });
  }

  async function startVoice() {
    if (await recorder.start()) return;
    try {
      sendVoice(await exampleVoiceNote());
      tell(t("voice.example"));
    } catch (error) {
      if (error instanceof NoEncoderError) tell(t("voice.unavailable"));
      else throw error;
    }
  }

  async function finishVoice() {
    const recorded = await recorder.finish();
    if (recorded) sendVoice(await toVoiceNote(recorded));
  }

  function onKey(event: KeyboardEvent) {
    if (event.key === "Escape" && (reply || edit)) onDraft({ ...emptyDraft, text: edit ? "" : draft.text });
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  }

  if (recorder.recording) {
    return (
      <Recording
        seconds={recorder.seconds}
        onDiscard={recorder.discard}
        onSend={() => void finishVoice().catch(tellFailure)}
      />
    );
  }
  return (
    <div className={styles.composer}>
      {attaching ? (
        <AttachMenu
          onClose={() => {
            setAttaching(false);
            clip.current?.focus();
          }}
          onFile={(file) => {
            onDraft({ ...draft, file, edit: null });
            field.current?.focus();
          }}
          onAction={(action) => act.mutate(action, { onError: tellFailure })}
        />
      ) : null}
      <Target draft={draft} onStop={() => onDraft({ ...emptyDraft, text: edit ? "" : draft.text })} />
      {draft.file ? <FileChip file={draft.file} onRemove={() => onDraft({ ...draft, file: null })} /> : null}
      <div className={styles.bar}>
        <IconButton
          ref={clip}
          label={t("composer.attach")}
          aria-expanded={attaching}
          on={attaching}
          onClick={() => setAttaching(!attaching)}
        >
          <IconPaperclip size={20} stroke={1.75} aria-hidden="true" />
        </IconButton>
        <textarea
          ref={field}
          className={styles.field}
          rows={1}
          maxLength={draft.file ? 1024 : 4096}
          value={draft.text}
          placeholder={t(draft.file ? "composer.caption" : "composer.placeholder")}
          aria-label={t(draft.file ? "composer.caption" : "composer.message")}
          onChange={(event) => onDraft({ ...draft, text: event.target.value })}
          onKeyDown={onKey}
        />
        <IconButton label={t("composer.voice")} onClick={() => void startVoice().catch(tellFailure)}>
          <IconMicrophone size={20} stroke={1.75} aria-hidden="true" />
        </IconButton>
        <IconButton label={t("composer.send")} disabled={!sendable} onClick={send}>
          <IconSend size={20} stroke={1.75} aria-hidden="true" />
        </IconButton>
      </div>
    </div>
  );
}

function actionOf(draft: Draft): Action {
  const text = draft.text.trim();
  if (draft.edit) return { kind: "edit", message_id: draft.edit.id, text };
  return { kind: "text", text, reply_to: draft.reply?.id ?? null };
}

function fileOf(draft: Draft, file: File): NewFile {
  return {
    file,
    filename: file.name,
    caption: draft.text.trim(),
    voice: false,
    reply_to: draft.reply?.id ?? null,
  };
}
