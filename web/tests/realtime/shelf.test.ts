/** A shelf says what a plain map would, and shares what did not change. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Shelf } from "@/realtime/shelf";

const aChange = fc.record({ id: fc.nat(300).map((number) => `c${number}`), thing: fc.option(fc.nat()) });

function changed(shelf: Shelf<number>, changes: readonly { id: string; thing: number | null }[]) {
  return changes.reduce(
    (before, { id, thing }) => (thing === null ? before.without(id) : before.with([[id, thing]])),
    shelf,
  );
}

describe("shelf", () => {
  it("holds what a map holds after the same changes", () => {
    fc.assert(
      fc.property(fc.array(aChange, { maxLength: 200 }), (changes) => {
        const map = new Map<string, number>();
        for (const { id, thing } of changes) {
          if (thing === null) map.delete(id);
          else map.set(id, thing);
        }
        const shelf = changed(Shelf.empty(), changes);
        expect(new Map(shelf)).toEqual(map);
        expect(shelf.size).toBe(map.size);
      }),
    );
  });

  it("tells what changed since any earlier one", () => {
    fc.assert(
      fc.property(fc.array(aChange, { maxLength: 120 }), fc.array(aChange), (before, since) => {
        const earlier = changed(Shelf.empty<number>(), before);
        const later = changed(earlier, since);
        const ids = new Set([...earlier, ...later].map(([id]) => id));
        const expected = [...ids].filter((id) => earlier.get(id) !== later.get(id)).sort();
        expect([...later.changedSince(earlier)].sort()).toEqual(expected);
      }),
    );
  });

  it("leaves the earlier one as it was", () => {
    const earlier = Shelf.of([["a", 1]]);
    earlier.with([["a", 2]]).without("a");
    expect([...earlier]).toEqual([["a", 1]]);
  });
});
