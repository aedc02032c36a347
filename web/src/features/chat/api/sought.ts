/** The words that are looked for in the thread: messages mark them where they stand. */
import { createContext, useContext } from "react";

export const SoughtWords = createContext("");

export function useSoughtWords(): string {
  return useContext(SoughtWords);
}
