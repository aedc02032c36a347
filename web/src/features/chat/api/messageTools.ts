/** What other features put on messages; composed by the page, so that rows need not hand it down. */
import { type ComponentType, createContext } from "react";
import type { Message } from "@/api/types";

export interface MessageToolSet {
  /** Below a bubble. */
  Chips: ComponentType<{ message: Message; mayChange: boolean }>;
  /** Beside a bubble, among what can be done with it. */
  Button: ComponentType<{ message: Message; className?: string }>;
}

export const MessageTools = createContext<MessageToolSet | null>(null);
