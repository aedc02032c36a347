/** The composer on yellow paper: a note for the house. Nothing here leads to the customer. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/errors";
import type { Conversation } from "@/api/types";
import { clockTime, wholeNumber } from "@/i18n/format";
import { useHouse } from "@/realtime/house";
import { houseOutbox } from "@/state/house-outbox";
import { noteDrafts, useNoteDraft } from "@/state/note-drafts";
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
  const [saving, setSaving] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  const length = codePoints(draft.text.trim());
  const fits = length > 0 && length <= noteLimit;

  async function save() {
    const text = draft.text.trim();
    if (!fits || saving) return;
    const mentions = stillMentioned(text, draft.mentions);
    if (!draft.changes) {
      noteDrafts.clear(id);
      houseOutbox.addNote(id, text, mentions);
      return;
    }
    setSaving(true);
    setRefused(null);
    try {
      await editNote(id, draft.changes, { text, mentions: mentions.map((one) => one.id) });
      noteDrafts.clear(id);
    } catch (error) {
      setRefused(error);
      if (error instanceof ApiError && final.has(error.code)) noteDrafts.write(id, { changes: null });
    } finally {
      setSaving(false);
    }
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
            {t("composer.enter")}
          </kbd>
        </Button>
      </NoteField>
    </form>
  );
}

/** After these the text is a note of its own, which can be saved as a new one. */
const final = new Set(["note_fixed", "note_removed"]);

function Changing({ conversationId, noteId }: { conversationId: string; noteId: string }) {
  const { t } = useTranslation();
  const note = useHouse((state) => state.notes[conversationId]?.[noteId]);
  return (
    <div className={styles.changing}>
      <span>{t("note.changing", { time: note ? clockTime(note.created_at) : "" })}</span>
      <IconButton label={t("note.changing_cancel")} onClick={() => noteDrafts.clear(conversationId)}>
        <IconX size={16} stroke={1.75} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
