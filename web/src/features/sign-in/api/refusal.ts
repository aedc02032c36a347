/** What a refused sign-in says, in words. */
import type { TFunction } from "i18next";
import { ApiError, OfflineError } from "@/api/errors";
import { PasskeyError, type PasskeyFlaw } from "@/api/passkeys";

const defaultWaitSeconds = 60;
export const minimumPasswordLength = 12;

export type Refusal =
  | { kind: "credentials" | "code" | "passkey" | "expired" | "offline" | "provider" | "server" }
  | { kind: "no_passkey"; flaw: PasskeyFlaw }
  | { kind: "too_many"; untilMs: number }
  | { kind: "weak"; reason: Flaw; minimumLength: number };

/** Why a new password was refused; what the server adds later reads as too short. */
const flaws = ["too_short", "not_new", "contains_address", "leaked", "used_before"] as const;
type Flaw = (typeof flaws)[number];

export function refusalOf(error: unknown, nowMs: number): Refusal {
  if (error instanceof OfflineError) return { kind: "offline" };
  if (error instanceof PasskeyError) return { kind: "no_passkey", flaw: error.flaw };
  if (!(error instanceof ApiError)) return { kind: "server" };
  if (error.code === "one_time_password_expired") return { kind: "expired" };
  if (error.code === "password_refused") return weak(error);
  if (error.code === "invalid_code") return { kind: "code" };
  if (error.code === "passkey_refused") return { kind: "passkey" };
  if (error.code === "provider_required") return { kind: "provider" };
  if (error.code === "invalid_credentials" || error.status === 422) return { kind: "credentials" };
  if (error.status === 429) {
    return { kind: "too_many", untilMs: nowMs + (error.retryAfterSeconds ?? defaultWaitSeconds) * 1000 };
  }
  return { kind: "server" };
}

export function mustChoosePassword(error: unknown): boolean {
  return error instanceof ApiError && error.code === "password_change_required";
}

/** What a second factor may be shown with. */
export type Way = "code" | "passkey";
export type Asked =
  { kind: "factor"; challenge: string; ways: Way[] } | { kind: "enrolment"; challenge: string };

/** What the way in goes on with, where the password was right. */
export function challengeOf(error: unknown): Asked | null {
  if (!(error instanceof ApiError)) return null;
  const challenge = String(error.problem.challenge ?? "");
  if (error.code === "enrolment_required") return { kind: "enrolment", challenge };
  if (error.code !== "second_factor_required") return null;
  const told = error.problem.ways;
  const ways = Array.isArray(told)
    ? told.filter((one): one is Way => one === "code" || one === "passkey")
    : [];
  return { kind: "factor", challenge, ways };
}

export function isOver(error: unknown): boolean {
  return error instanceof ApiError && error.code === "challenge_over";
}

export function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.code === "link_not_good";
}

function weak(error: ApiError): Refusal {
  const { reason, minimum_length } = error.problem;
  return {
    kind: "weak",
    reason: flaws.find((flaw) => flaw === reason) ?? "too_short",
    minimumLength: typeof minimum_length === "number" ? minimum_length : minimumPasswordLength,
  };
}

export function sentenceOf(refusal: Refusal, nowMs: number, t: TFunction): string {
  switch (refusal.kind) {
    case "credentials":
      return t("sign_in.invalid_credentials");
    case "code":
      return t("sign_in.invalid_code");
    case "passkey":
      return t("sign_in.passkey_refused");
    case "no_passkey":
      return t(`passkeys.flaw_${refusal.flaw}`);
    case "expired":
      return t("sign_in.one_time_expired");
    case "weak":
      return t(`sign_in.weak_${refusal.reason}`, { count: refusal.minimumLength });
    case "provider":
      return t("sign_in.provider_required");
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
