/** Closing with what a conversation ended with: the trees of queues, and what can be chosen of them. Read by several features. */
import { type QueryClient, useQueries } from "@tanstack/react-query";
import type { ComponentType } from "react";
import { useMay } from "./directory";
import { ApiError } from "./errors";
import { get } from "./http";
import { keys } from "./keys";
import type { TypificationTree } from "./types";

/** What somebody says that conversations ended with, as the API takes it. */
export interface Choice {
  tree_id: string;
  node_id: string;
  comment: string | null;
}

/** Something that can be chosen, with its names from the top of its tree. */
export interface Leaf {
  treeId: string;
  nodeId: string;
  treeName: string;
  path: string[];
}

/** Asks what conversations ended with; composed by the page. */
export type ClosingSlot = ComponentType<{
  /** Under what the choice is kept until it is used. */
  place: string;
  trees: readonly TypificationTree[];
  /** Nothing is closed without a choice. */
  due: boolean;
  count: number;
  /** Why nobody could say what there is to choose. */
  error: unknown;
  onRetry: () => void;
  onChoose: (choice: Choice | null) => void;
  onClose: () => void;
}>;

function treesOf(queueId: string) {
  return {
    queryKey: keys.trees(queueId),
    queryFn: async ({ signal }: { signal?: AbortSignal }) =>
      (await get<{ items: TypificationTree[] }>("/typifications", { query: { queue: queueId }, signal }))
        .items,
    staleTime: 60_000,
  };
}

/** The trees of these queues by queue, as far as they are known. */
export function useTrees(queueIds: readonly string[]): (readonly TypificationTree[])[] {
  const may = useMay("typifications.read");
  const found = useQueries({ queries: queueIds.map((id) => ({ ...treesOf(id), enabled: may })) });
  return found.map(({ data }) => data ?? []);
}

/** The same for sure: what is not known, or may be old, is asked for. */
export function findTrees(cache: QueryClient, queueIds: readonly string[]): Promise<TypificationTree[][]> {
  return Promise.all(queueIds.map((id) => cache.fetchQuery(treesOf(id))));
}

export function forgetTrees(cache: QueryClient, queueIds: readonly string[]): void {
  for (const id of queueIds) void cache.invalidateQueries({ queryKey: keys.trees(id) });
}

const refusals = new Set(["typification_required", "unknown_typification", "typification_not_choosable"]);

/** The API goes by other trees than those known here. */
export function isOfTrees(error: unknown): boolean {
  return error instanceof ApiError && refusals.has(error.code);
}

export function isDue(trees: readonly TypificationTree[], queueId: string): boolean {
  return trees.some(
    ({ is_mandatory, mandatory_queue_ids: where }) =>
      is_mandatory && (where.length === 0 || where.includes(queueId)),
  );
}

/** The trees that all of these queues share; queues without any close without. */
export function sharedTrees(byQueue: readonly (readonly TypificationTree[])[]): TypificationTree[] {
  const [first, ...rest] = byQueue.filter((trees) => trees.length > 0);
  return (first ?? []).filter(({ id }) => rest.every((trees) => trees.some((one) => one.id === id)));
}

export function leavesOf({ id, name, nodes }: TypificationTree): Leaf[] {
  const paths = new Map<string, string[]>();
  const leaves: Leaf[] = [];
  for (const node of nodes) {
    const path = [...(node.parent_id ? (paths.get(node.parent_id) ?? []) : []), node.name];
    paths.set(node.id, path);
    if (node.is_choosable) leaves.push({ treeId: id, nodeId: node.id, treeName: name, path });
  }
  return leaves;
}
