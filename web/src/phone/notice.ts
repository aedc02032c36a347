/** One passing sentence about what was just done or refused, read out as it comes. */
import { useSyncExternalStore } from "react";
import { LocalError } from "./api/calls";
import { errorWord, t } from "./words";

export interface Notice {
  text: string;
  bad: boolean;
}

const shownMs = 6_000;
const listeners = new Set<() => void>();
let current: Notice | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

function show(next: Notice | null) {
  clearTimeout(timer);
  current = next;
  if (next) timer = setTimeout(() => show(null), shownMs);
  for (const listener of listeners) listener();
}

export function tell(text: string) {
  show({ text, bad: false });
}

/** Say that an action failed and why. */
export function tellFailure(error: unknown) {
  const detail = errorWord(error instanceof LocalError ? error.code : "other");
  show({ text: t("failed.action", { detail }), bad: true });
}

export function useNotice(): Notice | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
