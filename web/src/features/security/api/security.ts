/** What the organisation asks of passwords, factors and sessions; and what administrators end of an account. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiError } from "@/api/errors";
import { get, put, remove } from "@/api/http";
import { keys } from "@/api/keys";
import type { SecuritySettings, SignedInPlace } from "@/api/types";

/** As the form holds it: figures as they are typed, empty for no limit. */
export interface SecurityValues {
  minimum_length: string;
  history: string;
  maximum_age_days: string;
  refuses_leaked: boolean;
  factor_roles: string[];
  session_hours: string;
  idle_minutes: string;
  only_by_provider: boolean;
  emergency_users: string[];
}

export const figures = {
  minimum_length: { least: 8, most: 64, empty: false },
  history: { least: 0, most: 24, empty: false },
  maximum_age_days: { least: 1, most: 730, empty: true },
  session_hours: { least: 1, most: 168, empty: false },
  idle_minutes: { least: 10, most: 480, empty: true },
} as const;
export type Figure = keyof typeof figures;

export function isGood(name: Figure, typed: string): boolean {
  const { least, most, empty } = figures[name];
  if (typed.trim() === "") return empty;
  const value = Number(typed);
  return Number.isInteger(value) && value >= least && value <= most;
}

export function valuesOf(settings: SecuritySettings): SecurityValues {
  return {
    minimum_length: String(settings.minimum_length),
    history: String(settings.history),
    maximum_age_days: shown(settings.maximum_age_days),
    refuses_leaked: settings.refuses_leaked,
    factor_roles: settings.factor_roles,
    session_hours: String(settings.session_hours),
    idle_minutes: shown(settings.idle_minutes),
    only_by_provider: settings.only_by_provider,
    emergency_users: settings.emergency_users,
  };
}

function shown(value: number | null): string {
  return value === null ? "" : String(value);
}

export function useSecurity() {
  return useQuery({
    queryKey: keys.security,
    queryFn: ({ signal }) => get<SecuritySettings>("/security", { signal }),
    refetchOnWindowFocus: true,
  });
}

/** Saves; what somebody else saved first is fetched. */
export function useSaving() {
  const cache = useQueryClient();
  return async (values: Partial<SecurityValues>, version: number): Promise<SecuritySettings> => {
    try {
      const saved = await put<SecuritySettings>("/security", sent(values), { version });
      cache.setQueryData(keys.security, saved);
      void cache.invalidateQueries({ queryKey: keys.me });
      void cache.invalidateQueries({ queryKey: keys.account });
      return saved;
    } catch (error) {
      if (error instanceof ApiError && error.code === "version_conflict") {
        await cache.refetchQueries({ queryKey: keys.security });
      }
      throw error;
    }
  };
}

function sent(values: Partial<SecurityValues>): Record<string, unknown> {
  const isFigure = (name: string): name is Figure => name in figures;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (!isFigure(name)) return [name, value];
      return [name, value === "" ? null : Number(value)];
    }),
  );
}

export function useSessionsOf(userId: string) {
  return useQuery({
    queryKey: keys.sessionsOf(userId),
    queryFn: async ({ signal }) =>
      (await get<{ items: SignedInPlace[] }>(`/users/${userId}/sessions`, { signal })).items,
  });
}

export function useFactorOf(userId: string) {
  return useQuery({
    queryKey: keys.factorOf(userId),
    queryFn: ({ signal }) =>
      get<{ enrolled_at: string | null; passkeys: number }>(`/users/${userId}/second-factor`, { signal }),
  });
}

export function useActsOn(userId: string) {
  const cache = useQueryClient();
  const after = (act: Promise<void>) =>
    act.finally(() => {
      void cache.invalidateQueries({ queryKey: keys.sessionsOf(userId) });
      void cache.invalidateQueries({ queryKey: keys.factorOf(userId) });
    });
  return {
    end: (id: string) => after(remove(`/users/${userId}/sessions/${id}`)),
    endAll: () => after(remove(`/users/${userId}/sessions`)),
    removeFactor: () => after(remove(`/users/${userId}/second-factor`)),
  };
}
