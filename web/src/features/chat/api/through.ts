/** Through which conversation the thread is read: what belongs to it may be acted on, what came before only read. */
import { createContext, useContext } from "react";
import type { Message } from "@/api/types";

export const Through = createContext<string | null>(null);

/** The conversation to name beside the message's own, where that alone may be out of sight. */
export function useThrough(message: Message): string | null {
  const through = useContext(Through);
  return through === message.conversation_id ? null : through;
}
