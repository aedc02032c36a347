/** What somebody is about to change of a configured thing, beside what others change of it meanwhile. Pure. */

export interface Saved<F> {
  version: number;
  values: F;
}

/** `base` is what the person began with; null where it is new. */
export interface Draft<F> {
  base: Saved<F> | null;
  values: F;
}

type Key<F> = keyof F & string;

export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function changedKeys<F extends object>(draft: Draft<F>, blank: F): Key<F>[] {
  const from = draft.base?.values ?? blank;
  return (Object.keys(draft.values) as Key<F>[]).filter((key) => !same(draft.values[key], from[key]));
}

/** Where both changed the same to something else: only a person can choose. */
export function clashes<F extends object>(draft: Draft<F>, current: Saved<F>, blank: F): Key<F>[] {
  const from = draft.base?.values ?? blank;
  return changedKeys(draft, blank).filter(
    (key) => !same(current.values[key], from[key]) && !same(current.values[key], draft.values[key]),
  );
}

/** One's own changes upon what is saved now. */
export function upon<F extends object>(draft: Draft<F>, current: Saved<F>, blank: F): Draft<F> {
  const values = { ...current.values };
  for (const key of changedKeys(draft, blank)) values[key] = draft.values[key];
  return { base: current, values };
}

export function isStale<F>(draft: Draft<F>, current: Saved<F> | null): boolean {
  return draft.base !== null && current !== null && current.version !== draft.base.version;
}
