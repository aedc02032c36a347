/** Changes of settings that wait for a second person, or for their time. */
import { useQuery } from "@tanstack/react-query";
import { get } from "@/api/http";
import { keys } from "@/api/keys";
import type { Change, Page } from "@/api/types";

export function useOpenChanges() {
  return useQuery({
    queryKey: keys.openChanges,
    queryFn: async ({ signal }) => (await get<Page<Change>>("/changes", { signal })).items,
    staleTime: 15_000,
    refetchOnWindowFocus: true,
  });
}

/** What there is one of, by the place of its form. */
const single: Record<string, Change["area"]> = {
  security: "security",
  "four-eyes": "four_eyes",
  "author-colours": "author_colours",
};

/** Those that wait about the thing of a form; of what is new there are none. */
export function waitingFor(changes: readonly Change[], place: string, id: string | null): Change[] {
  const area = single[place];
  return changes.filter((one) => (area ? one.area === area : one.subject_id === id));
}
