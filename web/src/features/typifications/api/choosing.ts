/** What can be chosen, found by words of its path, and what somebody chose lately first. Pure, but for the shelf at the end. */
import type { Leaf } from "@/api/typifications";
import { plain } from "@/i18n/format";
import { readStored, writeStored } from "@/state/storage";

export const separator = " › ";
const latelyShown = 5;
const latelyKept = 30;
const halfLifeMs = 7 * 86_400_000;

/** Often and lately weigh together: what was chosen a week ago counts half. */
export interface Chosen {
  tree_id: string;
  node_id: string;
  weight: number;
  at: number;
}

export interface Offered {
  lately: Leaf[];
  others: Leaf[];
}

export function keyOf(leaf: Leaf): string {
  return `${leaf.treeId} ${leaf.nodeId}`;
}

/** Every word stands somewhere in the path, whatever its accents. */
export function matches(leaf: Leaf, text: string): boolean {
  const path = plain([leaf.treeName, ...leaf.path].join(" "));
  return plain(text)
    .split(/\s+/)
    .every((word) => path.includes(word));
}

export function offered(leaves: readonly Leaf[], lately: readonly Chosen[], text: string): Offered {
  const found = leaves.filter((leaf) => matches(leaf, text));
  const first = lately
    .flatMap(
      ({ tree_id, node_id }) =>
        found.find((leaf) => leaf.treeId === tree_id && leaf.nodeId === node_id) ?? [],
    )
    .slice(0, latelyShown);
  return { lately: first, others: found.filter((leaf) => !first.includes(leaf)) };
}

/** With one choice more, the weightiest first. */
export function chosenAgain(
  lately: readonly Chosen[],
  made: Pick<Chosen, "tree_id" | "node_id">,
  nowMs: number,
): Chosen[] {
  const isIt = (one: Chosen) => one.tree_id === made.tree_id && one.node_id === made.node_id;
  const before = lately.find(isIt);
  const weight = (before ? faded(before, nowMs) : 0) + 1;
  return [{ ...made, weight, at: nowMs }, ...lately.filter((one) => !isIt(one))]
    .sort((one, other) => faded(other, nowMs) - faded(one, nowMs))
    .slice(0, latelyKept);
}

function faded({ weight, at }: Chosen, nowMs: number): number {
  return weight * 0.5 ** (Math.max(0, nowMs - at) / halfLifeMs);
}

const shelf = (ownerId: string) => `hilo.typified.${ownerId}`;

export function latelyOf(ownerId: string): Chosen[] {
  return readStored<Chosen[]>(shelf(ownerId)) ?? [];
}

export function noteChosen(ownerId: string, made: Pick<Chosen, "tree_id" | "node_id">): void {
  const { tree_id, node_id } = made;
  writeStored(shelf(ownerId), chosenAgain(latelyOf(ownerId), { tree_id, node_id }, Date.now()));
}
