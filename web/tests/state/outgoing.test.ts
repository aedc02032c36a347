import { beforeEach, describe, expect, it } from "vitest";
import { heldForMs, itemsOf, OutgoingShelf } from "@/state/outgoing";

const part = { text: "Hola", file: null, replyTo: null };

describe("what waits to be sent", () => {
  beforeEach(() => localStorage.clear());

  it("keeps its order, whoever stored it, and clashes with no other tab", () => {
    const [mine, theirs] = [new OutgoingShelf("u1"), new OutgoingShelf("u1")];
    const [second] = itemsOf("c1", [part], { after: 1, holdSeconds: 0, sendAt: null });
    const [first] = itemsOf("c1", [part], { after: 0, holdSeconds: 5, sendAt: null });
    if (!first || !second) throw new Error("no items");
    mine.put(second);
    theirs.put(first);
    expect(mine.all()).toEqual([first, second]);
    theirs.remove(first.key);
    expect(mine.all()).toEqual([second]);
    expect(new OutgoingShelf("u10").all()).toEqual([]);
  });

  it("brings along what the release before had stored in one list", () => {
    const former = { key: "k1", conversationId: "c1", text: "De antes", replyTo: null, createdAt: "x" };
    localStorage.setItem("hilo.outbox.u1", JSON.stringify([{ ...former, waiting: true, seq: 3 }]));
    const [item] = new OutgoingShelf("u1").all();
    expect(item).toEqual({ ...former, file: null, order: 0, group: "k1", heldUntil: null, sendAt: null });
    expect(localStorage.getItem("hilo.outbox.u1")).toBeNull();
  });

  it.each([
    [null, 0],
    [1_000, 0],
    [1_500, 500],
    [11_000, 10_000],
    [3_600_000, 0],
  ])("held until %s of a clock at 1000 waits %s ms more: a clock set back holds nothing", (until, left) => {
    expect(heldForMs({ heldUntil: until }, 1_000)).toBe(left);
  });
});
