/** What somebody new is told, one thing after another, each once; how many are left is kept with the person. */
import { preferences, usePreferences } from "./preferences";

/** How many are left once this one is put away. */
const leftAfter = { state: 2, claim: 1, keys: 0 } as const;

export type Hint = keyof typeof leftAfter;

export const hintCount = Object.keys(leftAfter).length;

function isNext(hint: Hint, left: number): boolean {
  return leftAfter[hint] === left - 1;
}

/** The number of a hint, from 1, while it is its turn; else null. */
export function useHintTurn(hint: Hint): number | null {
  return isNext(hint, usePreferences().hints_left) ? hintCount - leftAfter[hint] : null;
}

/** Read, or done without: it never comes again. Where that cannot be kept it comes once more, and nobody is bothered. */
export function putAway(hint: Hint): void {
  if (!isNext(hint, preferences.snapshot().hints_left)) return;
  preferences.choose({ hints_left: leftAfter[hint] }).catch(() => undefined);
}
