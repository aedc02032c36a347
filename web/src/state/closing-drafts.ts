/** What somebody is about to close conversations with: kept under its owner until they are closed, through refusals and reloads. */
import type { Choice } from "@/api/typifications";
import { readStored, removeStored, writeStored } from "./storage";

export type ClosingDraft = Partial<Choice>;

const keyOf = (ownerId: string, place: string) => `hilo.closing.${ownerId}.${place}`;

export const closingDrafts = {
  of: (ownerId: string, place: string): ClosingDraft => readStored<ClosingDraft>(keyOf(ownerId, place)) ?? {},
  keep: (ownerId: string, place: string, draft: ClosingDraft) => writeStored(keyOf(ownerId, place), draft),
  move: (ownerId: string, from: string, to: string) => {
    const draft = readStored<ClosingDraft>(keyOf(ownerId, from));
    removeStored(keyOf(ownerId, from));
    if (draft) writeStored(keyOf(ownerId, to), draft);
  },
  drop: (ownerId: string, place: string) => removeStored(keyOf(ownerId, place)),
};
