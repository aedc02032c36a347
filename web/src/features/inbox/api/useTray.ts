/** Pages of a tray, kept current by the events of the socket. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useSignedIn } from "@/api/directory";
import { get } from "@/api/http";
import { keys } from "@/api/keys";
import type { Conversation, Counters, Page } from "@/api/types";
import type { Known } from "@/realtime/desk-state";
import { desk, useDesk } from "@/realtime/desk-store";
import { OrderedView } from "@/realtime/ordered-view";
import { asQuery, type Filters, noFilters } from "./filters";
import { newestActivityFirst, standsIn, type Tray, type TrayPage } from "./trays";

const pageSize = 50;

async function fetchPage(
  tray: Tray,
  filters: Filters,
  cursor: string | null,
  signal: AbortSignal,
): Promise<TrayPage> {
  const startedSeq = desk.snapshot().seq;
  const query = { ...asQuery(filters), state: tray, cursor, limit: pageSize };
  const page = await get<Page<Conversation>>("/conversations", { query, signal });
  desk.ingest({ conversations: page.items, startedSeq });
  return { ids: page.items.map((one) => one.id), next_cursor: page.next_cursor, startedSeq };
}

export function useTray(tray: Tray, filters: Filters) {
  const me = useSignedIn();
  const pages = useInfiniteQuery({
    queryKey: keys.list(tray, filters),
    queryFn: ({ pageParam, signal }) => fetchPage(tray, filters, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const known = useDesk((state) => state.conversations);
  const data = pages.data?.pages;
  const stands = useMemo(() => standsIn(tray, filters, data ?? [], me), [tray, filters, data, me]);
  const [view] = useState(() => new OrderedView<Conversation, Known<Conversation>>(newestActivityFirst));
  const rows = useMemo(() => view.of(known, stands), [view, known, stands]);
  return { rows, known, pages };
}

/** Figures of the trays; of a filter, those that an index tells. */
export function useCounters(filters: Filters = noFilters) {
  const query = asQuery(filters);
  return useQuery({
    queryKey: keys.countersOf(filters),
    queryFn: () => get<Counters>("/conversations/counters", { query }),
    placeholderData: keepPreviousData,
  });
}
