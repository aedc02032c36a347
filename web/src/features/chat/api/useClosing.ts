/** Resolving the open chat: at once, or after asking what it ended with, where its queue has typifications. */
import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useState } from "react";
import { ApiError } from "@/api/errors";
import type { Conversation } from "@/api/types";
import { type Choice, isDue, refetchTrees, useTrees } from "@/api/typifications";

interface Resolving {
  conversation: Conversation;
  /** The newest message shown. What comes while one chooses is not seen, and the API says so. */
  seen: RefObject<string | null>;
  resolve: (seen: string, choice: Choice | null) => void;
  onNothingSeen: () => void;
}

export function useClosing({ conversation, seen, resolve, onNothingSeen }: Resolving) {
  const cache = useQueryClient();
  const [trees = []] = useTrees([conversation.queue_id]);
  const [asking, setAsking] = useState<string | null>(null);
  return {
    trees,
    due: isDue(trees, conversation.queue_id),
    asking: asking !== null && conversation.state !== "resolved",
    begin: () => {
      const newest = seen.current;
      if (!newest) onNothingSeen();
      else if (trees.length > 0) setAsking(newest);
      else resolve(newest, null);
    },
    choose: (choice: Choice | null) => {
      setAsking(null);
      if (asking) resolve(asking, choice);
    },
    cancel: () => setAsking(null),
    /** A tree that was not known here asks for a choice: then it is asked for. */
    learn: async (error: unknown) => {
      if (!(error instanceof ApiError) || error.code !== "typification_required") return;
      const found = await refetchTrees(cache, conversation.queue_id).catch(() => []);
      if (found.length > 0) setAsking(seen.current);
    },
  };
}
