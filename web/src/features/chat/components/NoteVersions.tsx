/** "Editada": for supervisors the way to what a note said before. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/api/directory";
import type { Note } from "@/api/types";
import { late } from "@/ui/late";
import styles from "./Note.module.css";

const NoteHistory = late(() => import("./NoteHistory").then((module) => module.NoteHistory));

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
      <NoteHistory note={note} opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}
