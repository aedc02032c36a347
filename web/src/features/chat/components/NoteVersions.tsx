/** "Editada": for supervisors the way to what a note said before. */
import { Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/api/directory";
import type { Note } from "@/api/types";
import { clockTime } from "@/i18n/format";
import { Failure } from "@/ui/Feedback";
import { useRevisions } from "../api/notes";
import styles from "./Note.module.css";
import { NoteText } from "./NoteText";

export function NoteVersions({ note }: { note: Note }) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const [opened, setOpened] = useState(false);
  const word = note.removed_at ? null : t("note.edited");
  if (!me.permissions.includes("notes.audit")) return word;
  return (
    <>
      <button
        type="button"
        className={styles.versions}
        aria-label={word ? `${word}. ${t("note.see_versions")}` : undefined}
        onClick={() => setOpened(true)}
      >
        {word ?? t("note.see_versions")}
      </button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t("note.versions")}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        <Versions note={note} opened={opened} />
      </Modal>
    </>
  );
}

function Versions({ note, opened }: { note: Note; opened: boolean }) {
  const { t } = useTranslation();
  const { data, isError, error, refetch } = useRevisions(note, opened);
  if (isError) {
    return <Failure title={t("note.versions_failed")} error={error} onRetry={() => void refetch()} />;
  }
  return (
    <ol className={styles.history}>
      {(data ?? []).map((revision) => (
        <li key={revision.version}>
          <small>{t("note.version_until", { time: clockTime(revision.until) })}</small>
          <NoteText text={revision.text} mentions={revision.mentions} />
        </li>
      ))}
      {note.text === null ? null : (
        <li>
          <small>{t("note.version_now")}</small>
          <NoteText text={note.text} mentions={note.mentions} />
        </li>
      )}
    </ol>
  );
}
