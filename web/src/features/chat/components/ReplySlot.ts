/** What the composer tells of its field to what writes for the person, and hears of it. The page composes them. */
import type { ComponentType, RefObject } from "react";
import type { Conversation } from "@/api/types";

/** The list that the keys of the field choose from while it is open. */
export interface FieldOptions {
  listId: string;
  activeId: string;
}

export type ReplySlot = ComponentType<{
  conversation: Conversation;
  field: RefObject<HTMLTextAreaElement | null>;
  onOptions: (options: FieldOptions | null) => void;
}>;
