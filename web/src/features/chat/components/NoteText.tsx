/** What a note says: plain text, in which the names it mentions stand out. */
import type { Mentioned } from "@/api/types";
import { partsOf } from "../api/mentioning";
import styles from "./Note.module.css";

export function NoteText({ text, mentions }: { text: string; mentions: readonly Mentioned[] }) {
  return (
    <span className={styles.said}>
      {partsOf(text, mentions).map((part, index) =>
        // The parts of one text never change places.
        part.mentioned ? <b key={index}>{part.text}</b> : <span key={index}>{part.text}</span>,
      )}
    </span>
  );
}
