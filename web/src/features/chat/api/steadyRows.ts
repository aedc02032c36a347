/** Rows that say what they said before stay the same objects, so that only those that say otherwise are drawn anew. */
interface Row {
  readonly key: string;
}

export class SteadyRows<R extends Row> {
  private rows: readonly R[] = [];
  private byKey: ReadonlyMap<string, R> = new Map();

  /** The same array, too, where nothing changed. */
  of(wanted: readonly R[]): readonly R[] {
    const steady = wanted.map((row) => {
      const before = this.byKey.get(row.key);
      return before && saysTheSame(before, row) ? before : row;
    });
    if (steady.length === this.rows.length && steady.every((row, at) => row === this.rows[at])) {
      return this.rows;
    }
    this.rows = steady;
    this.byKey = new Map(steady.map((row) => [row.key, row]));
    return steady;
  }
}

function saysTheSame<R extends Row>(one: R, other: R): boolean {
  if (one === other) return true;
  const names = Object.keys(one) as (keyof R)[];
  return (
    names.length === Object.keys(other).length && names.every((name) => Object.is(one[name], other[name]))
  );
}
