/** Which episodes that are over one has folded to a row, in this tab. */
import { useCallback, useState } from "react";

const folds = new Map<string, ReadonlySet<string>>();
const none: ReadonlySet<string> = new Set();

export function useFolds(conversationId: string) {
  const [folded, setFolded] = useState(() => folds.get(conversationId) ?? none);
  const fold = useCallback(
    (episode: string, away: boolean) => {
      setFolded((before) => {
        const after = new Set(before);
        if (away) after.add(episode);
        else after.delete(episode);
        folds.set(conversationId, after);
        return after;
      });
    },
    [conversationId],
  );
  return { folded, fold };
}
