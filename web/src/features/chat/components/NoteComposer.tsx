/** The composer on yellow paper: a note for the house. Nothing here leads to the customer. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/errors";
import { keys } from "@/api/keys";
import type { Conversation } from "@/api/types";
import { clockTime, wholeNumber } from "@/i18n/format";
import { house, useHouse } from "@/realtime/house";
import { houseOutbox } from "@/state/house-outbox";
import { type Changes, noteDrafts, useNoteDraft } from "@/state/note-drafts";
import { Button, IconButton } from "@/ui/Button";
import { IconLock, IconX } from "@/ui/icons";
import { stillMentioned } from "../api/mentioning";
import { editNote, noteLimit } from "../api/notes";
import { codePoints } from "../api/window";
import { ComposerTabs } from "./ComposerTabs";
import styles from "./Note.module.css";
import { NoteField } from "./NoteField";
import { NoteRefusal } from "./NoteRefusal";

const countFrom = noteLimit - 200;

export function NoteComposer({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation();
  const { id } = conversation;
  const draft = useNoteDraft(id);
  const cache = useQueryClient();
  const [saving, setSaving] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  const length = codePoints(draft.text.trim());
  const fits = length > 0 && length <= noteLimit;

  async function save() {
    const text = draft.text.trim();
    if (!fits || saving) return;
    const mentions = stillMentioned(text, draft.mentions);
    if (!draft.changes) {
      noteDrafts.done(id);
      houseOutbox.addNote(id, text, mentions);
      return;
    }
    setSaving(true);
    setRefused(null);
    try {
      await editNote(id, draft.changes, { text, mentions: mentions.map((one) => one.id) });
      noteDrafts.done(id);
    } catch (error) {
      setRefused(error);
      if (error instanceof ApiError) await mend(error.code, draft.changes);
    } finally {
      setSaving(false);
    }
  }

  /** So that what was typed can be saved after all, once the author has read why it was not. */
  async function mend(code: string, changes: Changes) {
    if (code === "note_fixed" || code === "note_removed") noteDrafts.detach(id);
    if (code !== "version_conflict") return;
    await cache.invalidateQueries({ queryKey: keys.notes(id) });
    const now = house.snapshot().notes[id]?.[changes.id];
    if (now) noteDrafts.write(id, { changes: { ...changes, version: now.version } });
  }

  return (
    <form
      className={styles.composer}
      aria-label={t("note.composer")}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className={styles.top}>
        <ComposerTabs conversationId={id} mode="note" />
        <span className={styles.never}>
          <span className="only-l">{t("note.never")}</span>
          <span className={styles.onlyS}>{t("note.never_short")}</span>
        </span>
      </div>
      <span className={styles.knot} aria-hidden="true">
        <IconLock size={18} stroke={1.75} />
      </span>
      <NoteRefusal conversationId={id} refused={refused} onClose={() => setRefused(null)} />
      {draft.changes ? <Changing conversationId={id} noteId={draft.changes.id} /> : null}
      <NoteField conversation={conversation} onSave={() => void save()}>
        <span className={styles.count} aria-live="polite">
          {length > noteLimit
            ? t("note.over", { limit: wholeNumber(noteLimit), excess: wholeNumber(length - noteLimit) })
            : length >= countFrom
              ? t("note.left", { count: noteLimit - length })
              : null}
        </span>
        <Button type="submit" look="primary" busy={saving} disabled={!fits}>
          {t(draft.changes ? "note.save_change" : "note.save")}
          <kbd className="only-l" aria-hidden="true">
            {t("key.enter")}
          </kbd>
        </Button>
      </NoteField>
    </form>
  );
}

function Changing({ conversationId, noteId }: { conversationId: string; noteId: string }) {
  const { t } = useTranslation();
  const note = useHouse((state) => state.notes[conversationId]?.[noteId]);
  return (
    <div className={styles.changing}>
      <span>{t("note.changing", { time: note ? clockTime(note.created_at) : "" })}</span>
      <IconButton label={t("note.changing_cancel")} onClick={() => noteDrafts.done(conversationId)}>
        <IconX size={16} stroke={1.75} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
