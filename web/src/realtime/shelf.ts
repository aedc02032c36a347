/**
 * Things by id, never changed: another shelf shares with the former one all but the compartments that differ. So one
 * of ten thousand is replaced without copying the others, and what changed between two shelves is found by looking
 * at few.
 */
type Compartment<T> = ReadonlyMap<string, T>;

const roomy = 32;
const nothing: Compartment<never> = new Map<string, never>();

export class Shelf<T> {
  private static readonly bare = new Shelf<never>([nothing], 0);
  private readonly compartments: readonly Compartment<T>[];
  readonly size: number;

  private constructor(compartments: readonly Compartment<T>[], size: number) {
    this.compartments = compartments;
    this.size = size;
  }

  static empty<T>(): Shelf<T> {
    return Shelf.bare;
  }

  static of<T>(entries: Iterable<readonly [string, T]>): Shelf<T> {
    return Shelf.empty<T>().with(entries);
  }

  get(id: string): T | undefined {
    return this.compartments[this.placeOf(id)]?.get(id);
  }

  *[Symbol.iterator](): Generator<[string, T]> {
    for (const compartment of this.compartments) yield* compartment;
  }

  *values(): Generator<T> {
    for (const compartment of this.compartments) yield* compartment.values();
  }

  with(entries: Iterable<readonly [string, T]>): Shelf<T> {
    const copies = new Map<number, Map<string, T>>();
    let size = this.size;
    for (const [id, thing] of entries) {
      const copy = this.copyFor(id, copies);
      if (!copy.has(id)) size += 1;
      copy.set(id, thing);
    }
    return this.replaced(copies, size).widened();
  }

  without(id: string): Shelf<T> {
    if (this.get(id) === undefined) return this;
    const copies = new Map<number, Map<string, T>>();
    this.copyFor(id, copies).delete(id);
    return this.replaced(copies, this.size - 1);
  }

  /** The ids under which another thing stands than before, or none any more. */
  changedSince(before: Shelf<T>): Set<string> {
    if (before === this) return new Set();
    if (before.compartments.length !== this.compartments.length) {
      return new Set([...difference(before, this), ...difference(this, before)]);
    }
    const changed = new Set<string>();
    this.compartments.forEach((compartment, place) => {
      const former = before.compartments[place] ?? nothing;
      if (former === compartment) return;
      for (const id of difference(former, compartment)) changed.add(id);
      for (const id of difference(compartment, former)) changed.add(id);
    });
    return changed;
  }

  private copyFor(id: string, copies: Map<number, Map<string, T>>): Map<string, T> {
    const place = this.placeOf(id);
    const known = copies.get(place);
    if (known) return known;
    const copy = new Map(this.compartments[place]);
    copies.set(place, copy);
    return copy;
  }

  private replaced(copies: ReadonlyMap<number, Compartment<T>>, size: number): Shelf<T> {
    const compartments = [...this.compartments];
    for (const [place, copy] of copies) compartments[place] = copy;
    return new Shelf(compartments, size);
  }

  /** Twice as many compartments, as often as they are too full. */
  private widened(): Shelf<T> {
    let count = this.compartments.length;
    while (this.size > count * roomy) count *= 2;
    if (count === this.compartments.length) return this;
    const wide = Array.from({ length: count }, () => new Map<string, T>());
    for (const [id, thing] of this) wide[placeAmong(count, id)]?.set(id, thing);
    return new Shelf(wide, this.size);
  }

  private placeOf(id: string): number {
    return placeAmong(this.compartments.length, id);
  }
}

/** What stands in one and not, or otherwise, in the other. */
function* difference<T>(
  one: Iterable<readonly [string, T]>,
  other: { get(id: string): T | undefined },
): Generator<string> {
  for (const [id, thing] of one) if (other.get(id) !== thing) yield id;
}

/** `count` is a power of two. */
function placeAmong(count: number, id: string): number {
  if (count === 1) return 0;
  let hash = 0;
  for (let at = 0; at < id.length; at += 1) hash = (Math.imul(hash, 31) + id.charCodeAt(at)) | 0;
  return (hash ^ (hash >>> 15)) & (count - 1);
}
