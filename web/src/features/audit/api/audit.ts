/** What was done: pages of it, one act whole, whether all is as it was, and the pages of an export. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { get, post } from "@/api/http";
import { keys } from "@/api/keys";
import type { components } from "@/api/schema";
import type { Page } from "@/api/types";
import type { AuditFilters } from "./filters";
import { askedOf } from "./filters";

type Schemas = components["schemas"];
export type Act = Schemas["ActView"];
export type WholeAct = Schemas["WholeActView"];
export type Entry = Schemas["EntryView"];
export type Verification = Schemas["VerificationView"];

const minuteMs = 60_000;

export function useActs(filters: AuditFilters) {
  return useInfiniteQuery({
    queryKey: keys.audit(filters),
    queryFn: ({ pageParam, signal }) =>
      get<Page<Act>>("/audit", { query: { ...askedOf(filters), cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function useEntry(id: string | null) {
  return useQuery({
    queryKey: keys.auditEntry(id),
    queryFn: ({ signal }) => get<Entry>(`/audit/acts/${id ?? ""}`, { signal }),
    enabled: id !== null,
    staleTime: Infinity,
  });
}

export function useVerification() {
  return useQuery({
    queryKey: keys.auditVerification,
    queryFn: ({ signal }) => get<Verification>("/audit/verification", { signal }),
    refetchInterval: minuteMs,
  });
}

/** Every act that the filters ask for, page after page; each page is itself put on record. */
export async function exported(filters: AuditFilters, onPage: (count: number) => void): Promise<WholeAct[]> {
  const acts: WholeAct[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<WholeAct> = await post<Page<WholeAct>>("/audit/exports", {
      ...askedOf(filters),
      cursor,
    });
    acts.push(...page.items);
    cursor = page.next_cursor;
    onPage(acts.length);
  } while (cursor);
  return acts;
}
