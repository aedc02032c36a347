/** Which changes of settings take a second person. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiError } from "@/api/errors";
import { get, put } from "@/api/http";
import { keys } from "@/api/keys";
import type { Area, FourEyes } from "@/api/types";

export interface FourEyesValues {
  areas: Area[];
  expires_days: string;
  undo_hours: string;
}

/** Guarded as soon as anything is. */
export const foundation: readonly Area[] = ["roles", "people", "identity_providers", "four_eyes"];

export function valuesOf({ areas, expires_days, undo_hours }: FourEyes): FourEyesValues {
  return { areas, expires_days: String(expires_days), undo_hours: String(undo_hours) };
}

export function useFourEyes() {
  return useQuery({
    queryKey: keys.fourEyes,
    queryFn: ({ signal }) => get<FourEyes>("/four-eyes", { signal }),
    refetchOnWindowFocus: true,
  });
}

export function useSavingFourEyes() {
  const cache = useQueryClient();
  return async (values: Partial<FourEyesValues>, version: number): Promise<FourEyes> => {
    const { areas, expires_days, undo_hours } = values;
    const body = {
      ...(areas && { areas }),
      ...(expires_days && { expires_days: Number(expires_days) }),
      ...(undo_hours && { undo_hours: Number(undo_hours) }),
    };
    try {
      const saved = await put<FourEyes>("/four-eyes", body, { version });
      cache.setQueryData(keys.fourEyes, saved);
      return saved;
    } catch (error) {
      if (error instanceof ApiError && error.code === "version_conflict") {
        await cache.refetchQueries({ queryKey: keys.fourEyes });
      }
      throw error;
    }
  };
}
