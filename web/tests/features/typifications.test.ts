import { describe, expect, it } from "vitest";
import type { TypificationTree } from "@/api/types";
import { isDue, leavesOf, sharedTrees } from "@/api/typifications";
import { type Chosen, chosenAgain, matches, offered } from "@/features/typifications/api/choosing";
import {
  added,
  type EditedNode,
  flawsOfNames,
  moved,
  removed,
  shownRows,
} from "@/features/typifications/api/editing";
import { blankTree, bodyOf, valuesOf } from "@/features/typifications/api/trees";

const node = (id: string, parent_id: string | null = null, name = id): EditedNode => ({
  id,
  parent_id,
  name,
  is_retired: false,
});
const nodes = [
  node("promesa", null, "Promesa"),
  node("hoy", "promesa", "Hoy"),
  node("manana", "promesa", "Mañana"),
  node("negativa", null, "Negativa"),
];
const tree = (change: Partial<TypificationTree> = {}): TypificationTree => ({
  id: "cobranza",
  name: "Cobranza",
  nodes: nodes.map((one) => ({ ...one, is_choosable: one.id !== "promesa" })),
  queue_ids: [],
  is_mandatory: false,
  mandatory_queue_ids: [],
  is_retired: false,
  changed_by: null,
  changed_at: null,
  version: 1,
  ...change,
});
const leaves = leavesOf(tree());
const idsOf = (all: readonly { id: string }[]) => all.map(({ id }) => id);

describe("choosing a typification", () => {
  it("offers what has nothing below it, with its path", () => {
    expect(leaves.map(({ path }) => path.join("/"))).toEqual(["Promesa/Hoy", "Promesa/Mañana", "Negativa"]);
  });

  it("finds by every word of the path, without accents, and ñ is a letter", () => {
    const found = (text: string) => leaves.filter((leaf) => matches(leaf, text)).map((leaf) => leaf.nodeId);
    expect(found("HÓY prom")).toEqual(["hoy"]);
    expect(found("cobranza negativa")).toEqual(["negativa"]);
    expect(found("manana")).toEqual([]);
    expect(found("mañana")).toEqual(["manana"]);
    expect(found(" ")).toHaveLength(3);
  });

  it("puts first what was chosen often and lately, and nothing twice", () => {
    const now = Date.parse("2026-11-20T12:00:00Z");
    const week = 7 * 86_400_000;
    let lately: Chosen[] = [];
    for (const at of [0, 1, 2]) {
      lately = chosenAgain(lately, { tree_id: "cobranza", node_id: "manana" }, now - 4 * week + at);
    }
    lately = chosenAgain(lately, { tree_id: "cobranza", node_id: "negativa" }, now);
    lately = chosenAgain(lately, { tree_id: "gone", node_id: "gone" }, now);
    const { lately: first, others } = offered(leaves, lately, "");
    expect(first.map((leaf) => leaf.nodeId)).toEqual(["negativa", "manana"]);
    expect(others.map((leaf) => leaf.nodeId)).toEqual(["hoy"]);
  });

  it("offers for many what all their queues share; those without trees close without", () => {
    const other = tree({ id: "ventas" });
    expect(idsOf(sharedTrees([[tree(), other], [], [tree()]]))).toEqual(["cobranza"]);
    expect(sharedTrees([[tree()], [other]])).toEqual([]);
    expect(sharedTrees([])).toEqual([]);
  });

  it("is due where a tree says so", () => {
    expect(isDue([tree()], "general")).toBe(false);
    expect(isDue([tree({ is_mandatory: true })], "general")).toBe(true);
    expect(isDue([tree({ is_mandatory: true, mandatory_queue_ids: ["cobranzas"] })], "general")).toBe(false);
  });
});

describe("editing a tree", () => {
  it("adds behind what is below the parent, and removes a branch", () => {
    const more = added(nodes, "promesa", "nunca");
    expect(idsOf(more)).toEqual(["promesa", "hoy", "manana", "nunca", "negativa"]);
    expect(idsOf(removed(more, "promesa"))).toEqual(["negativa"]);
  });

  it("moves a node with what is below it, and not beyond its siblings", () => {
    expect(idsOf(moved(nodes, "promesa", 1))).toEqual(["negativa", "promesa", "hoy", "manana"]);
    expect(idsOf(moved(nodes, "manana", -1))).toEqual(["promesa", "manana", "hoy", "negativa"]);
    expect(moved(nodes, "manana", 1)).toEqual(nodes);
  });

  it("names what is wrong with names", () => {
    const wrong = [
      ...nodes,
      node("a", null, " "),
      node("b", null, "promésa"),
      node("c", "promesa", "Negativa"),
    ];
    expect([...flawsOfNames([...wrong, node("d", null, "x".repeat(81))])]).toEqual([
      ["a", "missing"],
      ["b", "taken"],
      ["d", "long"],
    ]);
  });

  it("shows what is not folded, or what is found with what is above it", () => {
    const rows = (folded: string[], text = "") =>
      shownRows(nodes, new Set(folded), text).map(
        ({ id, level, place, of }) => `${id} ${level} ${place}/${of}`,
      );
    expect(rows([])).toEqual(["promesa 1 1/2", "hoy 2 1/2", "manana 2 2/2", "negativa 1 2/2"]);
    expect(rows(["promesa"])).toEqual(["promesa 1 1/2", "negativa 1 2/2"]);
    expect(rows(["promesa"], "mañ")).toEqual(["promesa 1 1/1", "manana 2 1/1"]);
  });

  it("says where it is mandatory in the words of the API", () => {
    const some = { ...blankTree, queue_ids: ["general"], mandatory: ["general"] };
    expect(bodyOf(some)).toMatchObject({
      queue_ids: ["general"],
      is_mandatory: true,
      mandatory_queue_ids: ["general"],
    });
    expect(bodyOf({ mandatory: "none" })).toEqual({ is_mandatory: false, mandatory_queue_ids: [] });
    for (const mandatory of ["none", "all", ["general"]] as const) {
      const body = bodyOf({ mandatory: mandatory as never }) as Partial<TypificationTree>;
      expect(valuesOf(tree(body)).mandatory).toEqual(mandatory);
    }
  });
});
