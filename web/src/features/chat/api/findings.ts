/** What a search or the gallery found, piece by piece of the thread: each request looks at some of it and says how far. */
import { type InfiniteData, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { get } from "@/api/http";
import { keys } from "@/api/keys";
import type { Findings } from "@/api/types";

export type GalleryKind = "picture" | "audio" | "document" | "link";

/** `enough`: how many have to be there before no more is looked for by itself. */
export function useFindings(
  id: string,
  what: "search" | "gallery",
  asked: Record<string, string>,
  enough: number,
) {
  const active = Object.values(asked).every((value) => value.trim() !== "");
  const found = useInfiniteQuery({
    queryKey: keys.findings(id, what, asked),
    queryFn: ({ pageParam, signal }) =>
      get<Findings>(`/conversations/${id}/thread/${what}`, {
        query: { ...asked, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    enabled: active,
  });
  const items = itemsOf(found.data);
  const { hasNextPage, isFetching, isError, fetchNextPage } = found;
  const goesOn = active && hasNextPage && !isFetching && !isError && items.length < enough;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
  return {
    items,
    busy: active && isFetching,
    failed: isError,
    complete: found.isSuccess && !hasNextPage,
    searchedBackTo: found.data?.pages.findLast((page) => page.searched_back_to)?.searched_back_to ?? null,
    more: () => void fetchNextPage(),
  };
}

function itemsOf(data: InfiniteData<Findings> | undefined) {
  return data?.pages.flatMap((page) => page.items) ?? [];
}
