/** What is being written: a text, perhaps an answer or an edit, perhaps with a file. */
import type { Bubble } from "../api/types";

export interface Draft {
  text: string;
  reply: Bubble | null;
  edit: Bubble | null;
  file: File | null;
}

export const emptyDraft: Draft = { text: "", reply: null, edit: null, file: null };
