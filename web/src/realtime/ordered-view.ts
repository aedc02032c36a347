/**
 * The things of a shelf that belong to a list, in its order. Of the next shelf only what changed is looked at and put
 * in its place; the list is the same object while nothing of it changed.
 */
import { Shelf } from "./shelf";

export interface Shelved<T> {
  readonly item: T;
}

type Order<T> = (one: T, other: T) => number;

export class OrderedView<T, S extends Shelved<T>> {
  private readonly order: Order<T>;
  private shelf: Shelf<S> = Shelf.empty();
  private belongs: (one: S) => boolean = () => false;
  private readonly placed = new Map<string, T>();
  private items: readonly T[] = [];

  /** `order` is total: two different things are never equal in it. */
  constructor(order: Order<T>) {
    this.order = order;
  }

  /** Another function for `belongs` has all looked at again. */
  of(shelf: Shelf<S>, belongs: (one: S) => boolean): readonly T[] {
    const ids = belongs === this.belongs ? shelf.changedSince(this.shelf) : this.all(shelf);
    this.shelf = shelf;
    this.belongs = belongs;
    const gone = new Set<T>();
    const come: T[] = [];
    for (const id of ids) this.look(id, gone, come);
    if (gone.size > 0) this.items = this.items.filter((item) => !gone.has(item));
    if (come.length > 0) this.items = inserted(this.items, come.sort(this.order), this.order);
    return this.items;
  }

  private all(shelf: Shelf<S>): Set<string> {
    const ids = new Set(this.placed.keys());
    for (const [id] of shelf) ids.add(id);
    return ids;
  }

  private look(id: string, gone: Set<T>, come: T[]): void {
    const before = this.placed.get(id);
    const found = this.shelf.get(id);
    const now = found && this.belongs(found) ? found.item : undefined;
    if (now === before) return;
    if (before !== undefined) gone.add(before);
    if (now === undefined) this.placed.delete(id);
    else {
      this.placed.set(id, now);
      come.push(now);
    }
  }
}

/** Both are in order; few come into many. */
function inserted<T>(items: readonly T[], come: readonly T[], order: Order<T>): T[] {
  const merged: T[] = [];
  let from = 0;
  for (const one of come) {
    const at = placeOf(one, items, from, order);
    for (; from < at; from += 1) merged.push(items[from] as T);
    merged.push(one);
  }
  for (; from < items.length; from += 1) merged.push(items[from] as T);
  return merged;
}

function placeOf<T>(one: T, items: readonly T[], from: number, order: Order<T>): number {
  let low = from;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (order(items[middle] as T, one) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
