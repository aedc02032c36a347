/** The colours of authors as they are kept: one setting, saved upon a version. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiError } from "@/api/errors";
import { get, put } from "@/api/http";
import { keys } from "@/api/keys";
import type { AuthorColours, DeskColours } from "@/api/types";

export function useAuthorColours() {
  return useQuery({
    queryKey: keys.authorColours,
    queryFn: ({ signal }) => get<AuthorColours>("/author-colours", { signal }),
    refetchOnWindowFocus: true,
  });
}

export function valuesOf({ customer, agent, bot, note }: AuthorColours): DeskColours {
  return { customer, agent, bot, note };
}

/** Saves; the desk shows it at once, and what somebody else saved first is fetched. */
export function useSaving() {
  const cache = useQueryClient();
  return async (colours: Partial<DeskColours>, version: number): Promise<AuthorColours> => {
    try {
      const saved = await put<AuthorColours>("/author-colours", colours, { version });
      cache.setQueryData(keys.authorColours, saved);
      void cache.invalidateQueries({ queryKey: keys.me });
      return saved;
    } catch (error) {
      if (error instanceof ApiError && error.code === "version_conflict") {
        await cache.refetchQueries({ queryKey: keys.authorColours });
      }
      throw error;
    }
  };
}
