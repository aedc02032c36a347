/** The views a person has named, the same on every device; changed as a whole. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiError } from "@/api/errors";
import { get, put } from "@/api/http";
import { keys } from "@/api/keys";
import type { SavedViews } from "@/api/types";
import { choices, type Filters, noFilters, placeQuery } from "./filters";
import { type Tray, trayOf } from "./trays";

/** A view that is being edited; a new one has no id yet. */
export interface NamedPlace {
  id: string | null;
  name: string;
  tray: Tray;
  filters: Filters;
}

const fiveMinutesMs = 5 * 60_000;

export function useViews() {
  const saved = useQuery({
    queryKey: keys.views,
    queryFn: ({ signal }) => get<SavedViews>("/me/views", { signal }),
    staleTime: fiveMinutesMs,
  });
  return { views: saved.data ? placesOf(saved.data) : [], version: saved.data?.version ?? null };
}

/** `overtaken`: another device changed them since; what stands there now is fetched. */
export function useSaveViews(done: () => void, failed: (overtaken: boolean) => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ views, version }: { views: readonly NamedPlace[]; version: number }) =>
      put<SavedViews>("/me/views", { items: views.map(asSent) }, { version }),
    onSuccess: (saved) => {
      cache.setQueryData(keys.views, saved);
      done();
    },
    onError: (error) => {
      const overtaken = error instanceof ApiError && error.status === 412;
      if (overtaken) void cache.invalidateQueries({ queryKey: keys.views });
      failed(overtaken);
    },
  });
}

function placesOf(saved: SavedViews): NamedPlace[] {
  return saved.items.map(({ id, name, filters }) => {
    const chosen = Object.fromEntries(choices.map((choice) => [choice, filters[choice]]));
    return {
      id,
      name,
      tray: trayOf(filters.state),
      filters: { ...noFilters, ...chosen, unread: filters.unread === "true" },
    };
  });
}

function asSent({ id, name, tray, filters }: NamedPlace) {
  return { id, name, filters: { ...filters, state: tray, unread: filters.unread ? "true" : null } };
}

/** The view that is exactly this place. */
export function viewAt(views: readonly NamedPlace[], tray: Tray, filters: Filters): NamedPlace | null {
  const here = placeQuery(tray, filters);
  return views.find((view) => placeQuery(view.tray, view.filters) === here) ?? null;
}
