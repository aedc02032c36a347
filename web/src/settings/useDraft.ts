/** A form's draft: kept through reload and sign-out under its owner, rebased while nothing clashes. */
import { useLayoutEffect, useRef, useState } from "react";
import { useSignedIn } from "@/api/directory";
import { readStored, removeStored, writeStored } from "@/state/storage";
import { changedKeys, type Draft, isStale, type Saved, upon } from "./draft";

/** Some values, or how they follow from those there are by then. */
export type Change<F> = Partial<F> | ((values: F) => Partial<F>);

export function useDraft<F extends object>(place: string, current: Saved<F> | null, blank: F) {
  const key = `hilo.settings.${useSignedIn().id}.${place}`;
  const [draft, setDraft] = useState<Draft<F> | null>(() => readStored<Draft<F>>(key));
  const untouched: Draft<F> = { base: current, values: current?.values ?? blank };
  const shown = draft ?? untouched;
  /** For whoever waited and comes back with the functions of an earlier render. */
  const newest = useRef(shown);
  useLayoutEffect(() => {
    newest.current = shown;
  });

  function become(next: Draft<F> | null) {
    newest.current = next ?? untouched;
    const kept = next && changedKeys(next, blank).length > 0 ? next : null;
    setDraft(kept);
    if (kept) writeStored(key, kept);
    else removeStored(key);
  }

  /** Answers what it put. */
  function put(change: Change<F>): Partial<F> {
    const { base, values } = newest.current;
    const made = typeof change === "function" ? change(values) : change;
    become({ base, values: { ...values, ...made } });
    return made;
  }

  return {
    shown,
    changed: changedKeys(shown, blank),
    stale: isStale(shown, current),
    put,
    drop: () => become(null),
    moveUpon: (saved: Saved<F>) => become(upon(shown, saved, blank)),
  };
}
