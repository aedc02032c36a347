/** A list kept in order costs what changed, not what it holds. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OrderedView, type Shelved } from "@/realtime/ordered-view";
import { Shelf } from "@/realtime/shelf";

interface Thing {
  id: string;
  rank: number;
}

const byRank = (one: Thing, other: Thing) => one.rank - other.rank || (one.id < other.id ? -1 : 1);
const all = () => true;
const many = 10_000;

function shelfOf(things: readonly Thing[]): Shelf<Shelved<Thing>> {
  return Shelf.of(things.map((item) => [item.id, { item }]));
}

function counted() {
  const counts = { compared: 0, looked: 0 };
  const view = new OrderedView<Thing, Shelved<Thing>>((one, other) => {
    counts.compared += 1;
    return byRank(one, other);
  });
  const looked = () => {
    counts.looked += 1;
    return true;
  };
  return { counts, view, looked };
}

describe("ordered view", () => {
  it("shows what sorting everything would show", () => {
    const aThing = fc.record({ id: fc.nat(40).map(String), rank: fc.nat(9) });
    const steps = fc.array(fc.tuple(fc.array(aThing), fc.constantFrom("all", "even")), { maxLength: 8 });
    const even = ({ item }: Shelved<Thing>) => item.rank % 2 === 0;
    fc.assert(
      fc.property(steps, (taken) => {
        const view = new OrderedView<Thing, Shelved<Thing>>(byRank);
        let shelf = shelfOf([]);
        for (const [things, which] of taken) {
          shelf = shelf.with(things.map((item) => [item.id, { item }]));
          const belongs = which === "all" ? all : even;
          const expected = [...shelf.values()].filter(belongs).map((one) => one.item);
          expect(view.of(shelf, belongs)).toEqual(expected.sort(byRank));
        }
      }),
    );
  });

  it("puts one of ten thousand in its place with few comparisons", () => {
    const { counts, view, looked } = counted();
    const shelf = shelfOf(Array.from({ length: many }, (_, rank) => ({ id: `c${rank}`, rank })));
    view.of(shelf, looked);
    counts.compared = 0;
    counts.looked = 0;
    const moved = shelf.with([["c7000", { item: { id: "c7000", rank: -1 } }]]);
    expect(view.of(moved, looked)[0]?.id).toBe("c7000");
    expect(counts.looked).toBe(1);
    expect(counts.compared).toBeLessThanOrEqual(Math.ceil(Math.log2(many)) + 1);
  });

  it("is the same list while nothing of it changed", () => {
    const view = new OrderedView<Thing, Shelved<Thing>>(byRank);
    const small = ({ item }: Shelved<Thing>) => item.rank < 10;
    const shelf = shelfOf([{ id: "a", rank: 1 }]);
    const shown = view.of(shelf, small);
    expect(view.of(shelf.with([["b", { item: { id: "b", rank: 11 } }]]), small)).toBe(shown);
  });
});
