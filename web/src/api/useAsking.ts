/** Asking what conversations ended with before they are closed, once it is known what there is to choose. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "./directory";
import { findTrees, forgetTrees, isDue, isOfTrees, sharedTrees, useTrees } from "./typifications";

/** Somebody is asked; `error`: nobody could say what there is to choose. */
interface Asked {
  error: unknown;
}

export function useAsking(queueIds: readonly string[]) {
  const cache = useQueryClient();
  const may = useMay("typifications.read");
  const byQueue = useTrees(queueIds);
  const [looking, setLooking] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);

  /** False: there is nothing to ask. */
  async function begin(): Promise<boolean> {
    if (looking) return true;
    setLooking(true);
    try {
      const found = may ? await findTrees(cache, queueIds) : [];
      const some = sharedTrees(found).length > 0;
      setAsked(some ? { error: null } : null);
      return some;
    } catch (error) {
      setAsked({ error });
      return true;
    } finally {
      setLooking(false);
    }
  }

  return {
    byQueue,
    trees: sharedTrees(byQueue),
    due: queueIds.every((id, index) => isDue(byQueue[index] ?? [], id)),
    looking,
    asked,
    begin,
    end: () => setAsked(null),
    /** True where a refusal says that the trees are not those known here: they are asked for anew. */
    learn: (refusals: readonly unknown[]): boolean => {
      if (!may || !refusals.some(isOfTrees)) return false;
      forgetTrees(cache, queueIds);
      return true;
    },
  };
}
