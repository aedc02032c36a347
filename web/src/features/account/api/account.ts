/** What protects one's own account, and where one is signed in. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { ApiError, OfflineError } from "@/api/errors";
import { get, post, remove } from "@/api/http";
import { keys } from "@/api/keys";
import { makePasskey, PasskeyError, type PasskeyOptions } from "@/api/passkeys";
import type { Account, BegunFactor, Passkey, SignedInPlace } from "@/api/types";

export function useAccount() {
  return useQuery({
    queryKey: keys.account,
    queryFn: ({ signal }) => get<Account>("/me/account", { signal }),
    refetchOnWindowFocus: true,
  });
}

export function useOwnSessions() {
  return useQuery({
    queryKey: keys.ownSessions,
    queryFn: async ({ signal }) => (await get<{ items: SignedInPlace[] }>("/me/sessions", { signal })).items,
    refetchOnWindowFocus: true,
  });
}

/** Everything of the account is fetched anew after each act. */
export function useActs() {
  const cache = useQueryClient();
  const after = <T>(act: Promise<T>): Promise<T> =>
    act.finally(() => void cache.invalidateQueries({ queryKey: keys.account }));
  return {
    changePassword: (password: string, chosen: string) =>
      after(post<void>("/me/password", { password, new_password: chosen })),
    beginFactor: (password: string) => post<BegunFactor>("/me/second-factor", { password }),
    confirmFactor: async (challenge: string, code: string) => {
      const sent = { challenge, code };
      const answer = await after(post<{ recovery_codes: string[] }>("/me/second-factor/confirm", sent));
      return answer.recovery_codes;
    },
    renewCodes: async (password: string) => {
      const path = "/me/second-factor/recovery-codes";
      return (await after(post<{ recovery_codes: string[] }>(path, { password }))).recovery_codes;
    },
    removeFactor: (password: string) => after(post<void>("/me/second-factor/remove", { password })),
    addPasskey: async (password: string, name: string) => {
      const credential = await makePasskey(await post<PasskeyOptions>("/me/passkeys/options", { password }));
      await after(post<Passkey>("/me/passkeys", { credential, name }));
    },
    removePasskey: (id: string, password: string) =>
      after(post<void>(`/me/passkeys/${id}/remove`, { password })),
    end: (id: string) => after(remove(`/me/sessions/${id}`)),
    endOthers: () => after(post<void>("/me/sessions/end-others")),
  };
}

const reasons = ["too_short", "not_new", "contains_address", "leaked", "used_before"] as const;

/** Why an act was refused, in words. */
export function wordsOf(error: unknown, t: TFunction): string {
  if (error instanceof OfflineError) return t("settings.offline");
  if (error instanceof PasskeyError) return t(`passkeys.flaw_${error.flaw}`);
  if (!(error instanceof ApiError)) return t("settings.failed");
  if (error.code === "wrong_password") return t("account.wrong_password");
  if (error.code === "wrong_code") return t("sign_in.invalid_code");
  if (error.code === "challenge_spent") return t("sign_in.challenge_over");
  if (error.code === "passkey_not_good") return t("passkeys.not_good");
  if (error.code === "factor_needed") return t("account.factor_needed");
  if (error.status === 429) {
    return t("sign_in.too_many_seconds", { count: error.retryAfterSeconds ?? 60 });
  }
  if (error.code === "password_refused") {
    const reason = reasons.find((one) => one === error.problem.reason) ?? "too_short";
    return t(`sign_in.weak_${reason}`, { count: Number(error.problem.minimum_length) });
  }
  return t("settings.failed");
}
