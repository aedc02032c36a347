/** What is asked for people's privacy: one person's, everybody's exports and erasures, and how long things stay. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { get, post, put, remove } from "@/api/http";
import { keys } from "@/api/keys";
import type { components } from "@/api/schema";
import type { Page } from "@/api/types";

type Schemas = components["schemas"];
export type PersonPrivacy = Schemas["PersonPrivacyView"];
export type Export = Schemas["ExportView"];
export type Erasure = Schemas["ErasureView"];
export type Hold = Schemas["HoldView"];
export type Consent = Schemas["ConsentView"];
export type ConsentToRecord = Schemas["ConsentToRecord"];
export type RetentionRule = Schemas["RetentionView"];
export type Foreseen = Schemas["ForeseenView"];
export type Activity = Schemas["ProcessingActivityView"];

/** What is done in the background goes on once a minute. */
const refreshMs = 10_000;

export function usePerson(contactId: string) {
  return useQuery({
    queryKey: keys.personPrivacy(contactId),
    queryFn: ({ signal }) => get<PersonPrivacy>(`/contacts/${contactId}/privacy`, { signal }),
    refetchInterval: ({ state }) => (state.data && isUnderway(state.data) ? refreshMs : false),
  });
}

function isUnderway({ erasure, exports }: PersonPrivacy): boolean {
  return erasure?.state === "open" || exports.some(({ state }) => state === "open");
}

/** Changes of one person's; each answers once the page shows it. */
export function useCase(contactId: string) {
  const cache = useQueryClient();
  const path = `/contacts/${contactId}`;
  async function told<T>(change: Promise<T>): Promise<T> {
    const answer = await change;
    await cache.invalidateQueries({ queryKey: keys.personPrivacy(contactId) });
    return answer;
  }
  const once = () => ({ idempotencyKey: crypto.randomUUID() });
  return {
    takeAlong: (includesNotes: boolean) =>
      told(post<Export>(`${path}/exports`, { includes_notes: includesNotes }, once())),
    links: async (id: string) => (await post<Page<string>>(`${path}/exports/${id}/links`)).items,
    removeExport: (id: string) => told(remove<Export>(`${path}/exports/${id}`)),
    erase: (confirmation: string) => told(post<Erasure>(`${path}/erasure`, { confirmation })),
    hold: (reason: string, until: string | null) =>
      told(post<Hold>(`${path}/holds`, { reason, until }, once())),
    release: (id: string) => told(post<Hold>(`${path}/holds/${id}/release`, {}, once())),
    record: (consent: ConsentToRecord) => told(post<Consent>(`${path}/consents`, consent, once())),
  };
}

export function useErasures(state: "open" | "done") {
  return useQuery({
    queryKey: keys.erasures(state),
    queryFn: async ({ signal }) =>
      (await get<Page<Erasure>>("/privacy/erasures", { query: { state }, signal })).items,
    refetchInterval: refreshMs,
  });
}

export function useExports() {
  return useQuery({
    queryKey: keys.exports,
    queryFn: async ({ signal }) => {
      const states = ["open", "ready"] as const;
      const pages = await Promise.all(
        states.map((state) => get<Page<Export>>("/privacy/exports", { query: { state }, signal })),
      );
      return pages.flatMap(({ items }) => items);
    },
    refetchInterval: refreshMs,
  });
}

export function useRetention() {
  return useQuery({
    queryKey: keys.retention,
    queryFn: async ({ signal }) => (await get<Page<RetentionRule>>("/privacy/retention", { signal })).items,
  });
}

export function useForeseen(kind: RetentionRule["kind"], days: number, asked: boolean) {
  return useQuery({
    queryKey: keys.foreseen(kind, days),
    queryFn: ({ signal }) =>
      get<Foreseen>(`/privacy/retention/${kind}/preview`, { query: { days: String(days) }, signal }),
    enabled: asked,
    staleTime: 60_000,
  });
}

export function useSavingRule() {
  const cache = useQueryClient();
  return async (rule: RetentionRule, body: { days?: number; is_on?: boolean }) => {
    try {
      return await put<RetentionRule>(`/privacy/retention/${rule.kind}`, body, { version: rule.version });
    } finally {
      await cache.invalidateQueries({ queryKey: keys.retention });
    }
  };
}
