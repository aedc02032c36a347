/**
 * Which episodes are folded to a row: those that are over, but for the one through which the thread is read and the
 * one that somebody went to. What a person folded or opened by hand stays so for as long as the tab lives.
 */
import { useCallback, useEffect, useMemo, useState } from "react";
import type { LoadedPage, ThreadStart } from "./threadPages";
import { type Episode, isFoldable } from "./timeline";

type Choices = ReadonlyMap<string, boolean>;

const chosen = new Map<string, Choices>();
const none: Choices = new Map();

export function forgetFolds(): void {
  chosen.clear();
}

export function foldedOf(episodes: readonly Episode[], currentId: string, choices: Choices): Set<string> {
  const over = episodes
    .map((one) => one.conversation)
    .filter((one) => isFoldable(one) && (choices.get(one.id) ?? one.id !== currentId));
  return new Set(over.map((one) => one.id));
}

/** `start` leads to an episode by a message, or by an instant once the page about it is there. */
export function useFolds(
  conversationId: string,
  episodes: readonly Episode[],
  start: ThreadStart,
  pages: readonly LoadedPage[] | undefined,
) {
  const [choices, setChoices] = useState(() => chosen.get(conversationId) ?? none);
  const fold = useCallback(
    (episode: string, away: boolean) => {
      setChoices((before) => {
        const after = new Map(before).set(episode, away);
        chosen.set(conversationId, after);
        return after;
      });
    },
    [conversationId],
  );
  const sought = useMemo(() => episodeSought(start, pages), [start, pages]);
  useEffect(() => {
    if (sought) fold(sought, false);
  }, [sought, start, fold]);
  const folded = useMemo(
    () => foldedOf(episodes, conversationId, choices),
    [episodes, conversationId, choices],
  );
  return { folded, fold };
}

function episodeSought(start: ThreadStart, pages: readonly LoadedPage[] | undefined): string | null {
  if (start.kind === "foot") return null;
  if (start.kind === "message") return start.episode;
  const page = pages?.find((one) => one.anchor);
  return page?.ids.find((one) => one.message === page.anchor)?.episode ?? null;
}
