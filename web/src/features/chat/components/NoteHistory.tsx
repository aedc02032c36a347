/** What a note said before, and until when. */
import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Note } from "@/api/types";
import { clockTime } from "@/i18n/format";
import { Failure } from "@/ui/Feedback";
import { useRevisions } from "../api/notes";
import styles from "./Note.module.css";
import { NoteText } from "./NoteText";

interface NoteHistoryProps {
  note: Note;
  opened: boolean;
  onClose: () => void;
}

export function NoteHistory({ note, opened, onClose }: NoteHistoryProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("note.versions")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Versions note={note} opened={opened} />
    </Modal>
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
