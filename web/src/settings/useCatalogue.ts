/** Configured things of one kind: listed, created, edited, retired and restored the same way, whatever they are. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiError } from "@/api/errors";
import { get, patch, post } from "@/api/http";
import type { Label } from "@/api/types";

/** What everything has that somebody saves upon what others saved. */
export type Versioned = Pick<Label, "changed_by" | "changed_at" | "version">;
/** What every kind has. */
export type Configured = Versioned & Pick<Label, "id" | "name" | "is_retired">;
/** The path of a kind, which names it in the cache, too. */
export type Kind =
  | "labels"
  | "queues"
  | "roles"
  | "groups"
  | "quick-replies"
  | "typifications"
  | "break-types"
  | "content-policies"
  | "applications"
  | "identity-providers"
  | "privacy/activities";

export function useCatalogue<T extends Configured>(kind: Kind) {
  return useQuery({
    queryKey: [kind],
    queryFn: async ({ signal }) => (await get<{ items: T[] }>(`/${kind}`, { signal })).items,
    staleTime: 60_000,
    refetchOnWindowFocus: true,
  });
}

export function useKeeping<T extends Configured>(kind: Kind) {
  const cache = useQueryClient();

  function keep(one: T): T {
    cache.setQueryData<T[]>([kind], (list) => list && [...list.filter(({ id }) => id !== one.id), one]);
    void cache.invalidateQueries({ queryKey: [kind] });
    return one;
  }

  /** Somebody was faster: what they saved is fetched, so that it can be compared. */
  async function edited(change: Promise<T>): Promise<T> {
    try {
      return keep(await change);
    } catch (error) {
      if (error instanceof ApiError && error.code === "version_conflict") {
        await cache.refetchQueries({ queryKey: [kind] });
      }
      throw error;
    }
  }

  return {
    create: async (body: object) =>
      keep(await post<T>(`/${kind}`, body, { idempotencyKey: crypto.randomUUID() })),
    edit: (id: string, body: object, version: number) =>
      edited(patch<T>(`/${kind}/${id}`, body, { version })),
  };
}

export type Keeping<T extends Configured> = ReturnType<typeof useKeeping<T>>;
