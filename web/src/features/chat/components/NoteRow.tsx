/** A note in the timeline: at the right, on yellow, with the lock and the word. */
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/api/directory";
import type { Note } from "@/api/types";
import { clockTime } from "@/i18n/format";
import { noteDrafts } from "@/state/note-drafts";
import { toast } from "@/state/toast";
import { IconButton } from "@/ui/Button";
import { IconClock, IconLock, IconPencil, IconTrash } from "@/ui/icons";
import { late } from "@/ui/late";
import { ThreadRow } from "@/ui/Thread";
import { useNow } from "@/ui/useNow";
import { refusalSentence } from "../api/actions";
import type { NoteRow as Row, OutgoingNoteRow as OutgoingRow } from "../api/noteRows";
import { removeNote } from "../api/notes";
import styles from "./Note.module.css";
import { NoteText } from "./NoteText";
import { NoteVersions } from "./NoteVersions";

const ConfirmDialog = late(() => import("@/ui/ConfirmDialog").then((module) => module.ConfirmDialog));

export const NoteRow = memo(function NoteRow({ row }: { row: Row }) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const { note, leads, showTime } = row;
  const mine = note.author.id === me.id;
  const name = mine ? t("note.mine") : note.author.name;
  return (
    <ThreadRow pattern={row.pattern} gap={leads}>
      <div className={styles.note}>
        {leads ? (
          <div className={styles.who}>
            <IconLock size={14} stroke={2} aria-hidden="true" />
            <b>{t("note.tab")}</b> · {name}
          </div>
        ) : (
          <span className="sr">
            {t("note.tab")}, {name}:
          </span>
        )}
        <div className={styles.line}>
          {note.removed_at ? (
            <div className={`${styles.bubble} ${styles.gone}`}>
              <IconTrash size={16} stroke={1.75} aria-hidden="true" />
              {mine ? t("note.removed_mine") : t("note.removed", { name: note.author.name })}
            </div>
          ) : (
            <div className={styles.bubble}>
              <NoteText text={note.text ?? ""} mentions={note.mentions} />
            </div>
          )}
          <span className={styles.time}>
            {note.edited_at || note.removed_at ? <NoteVersions note={note} /> : null}
            {showTime ? <time dateTime={note.created_at}>{clockTime(note.created_at)}</time> : null}
          </span>
          {mine && !note.removed_at ? <OwnActions note={note} /> : null}
        </div>
      </div>
    </ThreadRow>
  );
});

/** What its author may still do to a note, for as long as the server lets them. */
function OwnActions({ note }: { note: Note }) {
  const { t } = useTranslation();
  const nowMs = useNow(15_000);
  const [asking, setAsking] = useState(false);
  if (nowMs > Date.parse(note.editable_until)) return null;

  function remove(): boolean {
    removeNote(note).catch((error: unknown) => toast.show(refusalSentence(error, t)));
    return true;
  }

  return (
    <span className={styles.own}>
      <IconButton label={t("note.edit")} onClick={() => noteDrafts.change(note)}>
        <IconPencil size={16} stroke={1.75} aria-hidden="true" />
      </IconButton>
      <IconButton label={t("note.remove")} onClick={() => setAsking(true)}>
        <IconTrash size={16} stroke={1.75} aria-hidden="true" />
      </IconButton>
      <ConfirmDialog
        opened={asking}
        title={t("note.remove_title")}
        consequence={t("note.remove_consequence")}
        confirm={t("note.remove_confirm")}
        onConfirm={remove}
        onClose={() => setAsking(false)}
      />
    </span>
  );
}

export function OutgoingNoteRow({ row }: { row: OutgoingRow }) {
  const { t } = useTranslation();
  const { item } = row;
  return (
    <ThreadRow pattern={row.pattern} gap>
      <div className={styles.note}>
        <div className={styles.who}>
          <IconLock size={14} stroke={2} aria-hidden="true" />
          <b>{t("note.tab")}</b> · {t("note.mine")}
        </div>
        <div className={styles.line}>
          <div className={styles.bubble}>
            <NoteText text={item.text} mentions={item.mentions} />
          </div>
          <span className={styles.time}>
            <IconClock size={16} stroke={2} aria-hidden="true" />
            <span className="sr">{t("note.saving")}</span>
          </span>
        </div>
        {item.waiting ? <p className={styles.waiting}>{t("note.waiting")}</p> : null}
      </div>
    </ThreadRow>
  );
}
