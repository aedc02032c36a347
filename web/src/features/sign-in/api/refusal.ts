/** What a refused sign-in says, in words. */
import type { TFunction } from "i18next";
import { ApiError, OfflineError } from "@/api/errors";

const defaultWaitSeconds = 60;
export const minimumPasswordLength = 12;

export type Refusal =
  | { kind: "credentials" | "second_factor" | "expired" | "offline" | "server" }
  | { kind: "too_many"; untilMs: number }
  | { kind: "weak"; reason: Flaw; minimumLength: number };

/** Why a new password was refused; what the server adds later reads as too short. */
type Flaw = "too_short" | "not_new" | "contains_address";

export function refusalOf(error: unknown, nowMs: number): Refusal {
  if (error instanceof OfflineError) return { kind: "offline" };
  if (!(error instanceof ApiError)) return { kind: "server" };
  if (error.code === "one_time_password_expired") return { kind: "expired" };
  if (error.code === "password_refused") return weak(error);
  if (error.code === "invalid_credentials" || error.status === 422) return { kind: "credentials" };
  if (error.code === "second_factor_required") return { kind: "second_factor" };
  if (error.status === 429) {
    return { kind: "too_many", untilMs: nowMs + (error.retryAfterSeconds ?? defaultWaitSeconds) * 1000 };
  }
  return { kind: "server" };
}

export function mustChoosePassword(error: unknown): boolean {
  return error instanceof ApiError && error.code === "password_change_required";
}

function weak(error: ApiError): Refusal {
  const { reason, minimum_length } = error.problem;
  return {
    kind: "weak",
    reason: reason === "not_new" || reason === "contains_address" ? reason : "too_short",
    minimumLength: typeof minimum_length === "number" ? minimum_length : minimumPasswordLength,
  };
}

export function sentenceOf(refusal: Refusal, nowMs: number, t: TFunction): string {
  switch (refusal.kind) {
    case "credentials":
      return t("sign_in.invalid_credentials");
    case "second_factor":
      return t("sign_in.second_factor");
    case "expired":
      return t("sign_in.one_time_expired");
    case "weak":
      return t(`sign_in.weak_${refusal.reason}`, { count: refusal.minimumLength });
    case "offline":
      return t("sign_in.offline");
    case "server":
      return t("sign_in.server");
    case "too_many":
      return waitSentence(Math.ceil((refusal.untilMs - nowMs) / 1000), t);
  }
}

function waitSentence(seconds: number, t: TFunction): string {
  if (seconds <= 0) return t("sign_in.try_again");
  if (seconds <= 90) return t("sign_in.too_many_seconds", { count: seconds });
  return t("sign_in.too_many_minutes", { count: Math.ceil(seconds / 60) });
}
