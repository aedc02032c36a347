/** A form's draft: kept through reload and sign-out under its owner, rebased while nothing clashes. */
import { useState } from "react";
import { useSignedIn } from "@/api/directory";
import { readStored, removeStored, writeStored } from "@/state/storage";
import { changedKeys, type Draft, isStale, type Saved, upon } from "./draft";

export function useDraft<F extends object>(place: string, current: Saved<F> | null, blank: F) {
  const key = `hilo.settings.${useSignedIn().id}.${place}`;
  const [draft, setDraft] = useState<Draft<F> | null>(() => readStored<Draft<F>>(key));

  function become(next: Draft<F> | null) {
    const kept = next && changedKeys(next, blank).length > 0 ? next : null;
    setDraft(kept);
    if (kept) writeStored(key, kept);
    else removeStored(key);
  }

  const shown: Draft<F> = draft ?? { base: current, values: current?.values ?? blank };
  return {
    shown,
    changed: changedKeys(shown, blank),
    stale: isStale(shown, current),
    put: (change: Partial<F>) => become({ base: shown.base, values: { ...shown.values, ...change } }),
    drop: () => become(null),
    moveUpon: (saved: Saved<F>) => become(upon(shown, saved, blank)),
  };
}
