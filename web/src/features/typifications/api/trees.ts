/** The values of a tree's form, and what the API makes of them. */
import type { TFunction } from "i18next";
import type { TypificationTree } from "@/api/types";
import type { Errors } from "@/settings/ConfiguredForm";
import { type EditedNode, flawsOfNames, nodesAtMost } from "./editing";

export const treeNameLimit = 60;

/** Ids of queues; "all": in all that the tree serves; "none": nowhere. */
export type Mandatory = "none" | "all" | string[];

export interface TreeValues {
  name: string;
  nodes: EditedNode[];
  /** Ids of queues; null: all. */
  queue_ids: string[] | null;
  mandatory: Mandatory;
}

export const blankTree: TreeValues = { name: "", nodes: [], queue_ids: null, mandatory: "none" };

export function valuesOf(tree: TypificationTree): TreeValues {
  const { name, nodes, queue_ids, is_mandatory, mandatory_queue_ids } = tree;
  return {
    name,
    nodes: nodes.map(({ id, parent_id, name, is_retired }) => ({ id, parent_id, name, is_retired })),
    queue_ids: queue_ids.length > 0 ? queue_ids : null,
    mandatory: !is_mandatory ? "none" : mandatory_queue_ids.length > 0 ? mandatory_queue_ids : "all",
  };
}

export function bodyOf({ queue_ids, mandatory, ...rest }: Partial<TreeValues>): object {
  return {
    ...rest,
    ...(queue_ids === undefined ? {} : { queue_ids: queue_ids ?? [] }),
    ...(mandatory === undefined
      ? {}
      : {
          is_mandatory: mandatory !== "none",
          mandatory_queue_ids: Array.isArray(mandatory) ? mandatory : [],
        }),
  };
}

export function flawsOf(values: TreeValues, t: TFunction): Errors<TreeValues> {
  const flaws: Errors<TreeValues> = {};
  const { name, nodes, queue_ids, mandatory } = values;
  if (!name.trim()) flaws.name = t("typify.name_missing");
  else if ([...name].length > treeNameLimit) flaws.name = t("settings.too_long", { limit: treeNameLimit });
  if (nodes.length > nodesAtMost) flaws.nodes = t("typify.too_many", { limit: nodesAtMost });
  else if (flawsOfNames(nodes).size > 0) flaws.nodes = t("typify.nodes_flawed");
  if (queue_ids?.length === 0) flaws.queue_ids = t("typify.queue_missing");
  if (Array.isArray(mandatory) && mandatory.length === 0) flaws.mandatory = t("typify.queue_missing");
  return flaws;
}
