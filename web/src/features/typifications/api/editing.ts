/** Editing a tree: its nodes in order, each behind its parent. Pure. */
import { plain } from "@/i18n/format";

export interface EditedNode {
  id: string;
  parent_id: string | null;
  name: string;
  is_retired: boolean;
}

export type Nodes = readonly EditedNode[];

export const nodesAtMost = 500;
export const depthAtMost = 12;
export const nameLimit = 80;

const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => letters[byte % letters.length]).join("");
}

export function siblingsOf(nodes: Nodes, parentId: string | null): EditedNode[] {
  return nodes.filter((one) => one.parent_id === parentId);
}

export function depthOf(nodes: Nodes, id: string | null): number {
  const node = nodes.find((one) => one.id === id);
  return node ? 1 + depthOf(nodes, node.parent_id) : 0;
}

/** The node and everything below it. */
export function branchOf(nodes: Nodes, id: string): Set<string> {
  const branch = new Set([id]);
  for (const node of nodes) if (node.parent_id && branch.has(node.parent_id)) branch.add(node.id);
  return branch;
}

export function added(nodes: Nodes, parentId: string | null, id: string): EditedNode[] {
  return inOrder([...nodes, { id, parent_id: parentId, name: "", is_retired: false }]);
}

export function renamed(nodes: Nodes, id: string, name: string): EditedNode[] {
  return nodes.map((one) => (one.id === id ? { ...one, name } : one));
}

export function retired(nodes: Nodes, id: string, isRetired: boolean): EditedNode[] {
  return nodes.map((one) => (one.id === id ? { ...one, is_retired: isRetired } : one));
}

/** Only what was never saved goes away: what was, is retired. */
export function removed(nodes: Nodes, id: string): EditedNode[] {
  const branch = branchOf(nodes, id);
  return nodes.filter((one) => !branch.has(one.id));
}

/** One place up (-1) or down (1) among its siblings; the same nodes where there is none. */
export function moved(nodes: Nodes, id: string, by: -1 | 1): EditedNode[] {
  const node = nodes.find((one) => one.id === id);
  if (!node) return [...nodes];
  const siblings = siblingsOf(nodes, node.parent_id);
  const other = siblings[siblings.indexOf(node) + by];
  if (!other) return [...nodes];
  return inOrder(nodes.map((one) => (one === node ? other : one === other ? node : one)));
}

/** From the top: a node, what is below it, then its next sibling. */
function inOrder(nodes: Nodes, parentId: string | null = null): EditedNode[] {
  return siblingsOf(nodes, parentId).flatMap((one) => [one, ...inOrder(nodes, one.id)]);
}

export type Flaw = "missing" | "long" | "taken";

/** What is wrong with each name. */
export function flawsOfNames(nodes: Nodes): Map<string, Flaw> {
  const flaws = new Map<string, Flaw>();
  const taken = new Set<string>();
  for (const { id, parent_id, name } of nodes) {
    const key = `${parent_id ?? ""} ${plain(name).replace(/\s+/g, " ")}`;
    if (!name.trim()) flaws.set(id, "missing");
    else if ([...name].length > nameLimit) flaws.set(id, "long");
    else if (taken.has(key)) flaws.set(id, "taken");
    taken.add(key);
  }
  return flaws;
}

export interface Shown extends EditedNode {
  level: number;
  place: number;
  of: number;
  /** null: there is nothing below it. */
  expanded: boolean | null;
}

/** The rows on the screen: what is folded hides what is below it; a search shows what it finds with what is above. */
export function shownRows(nodes: Nodes, folded: ReadonlySet<string>, text: string): Shown[] {
  const wanted = plain(text) ? found(nodes, plain(text)) : null;
  const kept = wanted ? nodes.filter(({ id }) => wanted.has(id)) : nodes;
  const rows: Shown[] = [];
  const levels = new Map<string, number>();
  for (const node of kept) {
    const above = node.parent_id === null ? 0 : levels.get(node.parent_id);
    if (above === undefined) continue;
    const siblings = siblingsOf(kept, node.parent_id);
    const hasMore = kept.some((one) => one.parent_id === node.id);
    const expanded = hasMore ? wanted !== null || !folded.has(node.id) : null;
    if (expanded) levels.set(node.id, above + 1);
    const place = siblings.indexOf(node) + 1;
    rows.push({ ...node, level: above + 1, place, of: siblings.length, expanded });
  }
  return rows;
}

function found(nodes: Nodes, text: string): Set<string> {
  const wanted = new Set<string>();
  for (const node of nodes) {
    if (!plain(node.name).includes(text)) continue;
    let one: EditedNode | undefined = node;
    while (one && !wanted.has(one.id)) {
      wanted.add(one.id);
      const parent: string | null = one.parent_id;
      one = nodes.find(({ id }) => id === parent);
    }
  }
  return wanted;
}
