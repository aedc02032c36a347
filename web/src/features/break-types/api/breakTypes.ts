/** The breaks an organisation grants. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, patch, post } from "@/api/http";
import { keys } from "@/api/keys";
import type { BreakType } from "@/api/types";

export interface Draft {
  name: string;
  minutes: number;
  /** Null: for everybody. */
  user_ids: string[] | null;
}

export function useBreakTypes(enabled: boolean) {
  return useQuery({
    queryKey: keys.breakTypes,
    queryFn: async ({ signal }) => (await get<{ items: BreakType[] }>("/break-types", { signal })).items,
    enabled,
  });
}

interface Outcome {
  done: (saved: BreakType) => void;
  failed: (error: unknown) => void;
}

/** Creates without `known`, else changes what was read of it. */
export function useSaveBreakType({ done, failed }: Outcome) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ known, draft }: { known: BreakType | null; draft: Draft }) =>
      known
        ? patch<BreakType>(`/break-types/${known.id}`, draft, { version: known.version })
        : post<BreakType>("/break-types", draft, { idempotencyKey: crypto.randomUUID() }),
    onSuccess: done,
    onError: failed,
    onSettled: () => refresh(),
  });

  function refresh() {
    void cache.invalidateQueries({ queryKey: keys.presence });
    return cache.invalidateQueries({ queryKey: keys.breakTypes });
  }
}

export function useRetireBreakType({ done, failed }: Outcome) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ known, is_retired }: { known: BreakType; is_retired: boolean }) =>
      patch<BreakType>(`/break-types/${known.id}`, { is_retired }, { version: known.version }),
    onSuccess: done,
    onError: failed,
    onSettled: () => cache.invalidateQueries({ queryKey: keys.breakTypes }),
  });
}
