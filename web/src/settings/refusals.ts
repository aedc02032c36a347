/** What the API refused of a form: which field, and how to mend it. */
import type { TFunction } from "i18next";
import { ApiError, OfflineError } from "@/api/errors";

interface FieldProblem {
  field: string;
  code: string;
}

/** Sentences by field; `""` is the form as a whole. */
export function refusals(error: unknown, t: TFunction): Record<string, string> {
  if (error instanceof OfflineError) return { "": t("settings.offline") };
  if (!(error instanceof ApiError)) return { "": t("settings.failed") };
  if (error.code === "version_conflict") return {};
  if (error.code === "name_taken") return { name: nameTaken(error, t) };
  if (error.code === "not_yours_to_grant") return { "": t("roles.not_yours") };
  if (error.code === "last_administrator") return { "": t("roles.last_administrator") };
  if (error.code === "role_in_use") return { "": t("roles.in_use", { count: Number(error.problem.people) }) };
  if (error.code === "shortcut_taken") {
    const holder = error.problem.holder as { name: string };
    return { shortcut: t("quick_replies.shortcut_taken", { name: holder.name }) };
  }
  if (error.code === "no_way_in") {
    const isNoProvider = error.problem.reason === "no_provider";
    return { emergency_users: t(isNoProvider ? "security.no_provider" : "security.no_emergency") };
  }
  if (error.code === "identifier_taken") return identifierTaken(error, t);
  if (error.code === "role_not_grantable") return { role: t("users.refused_rights") };
  if (error.code === "queue_out_of_scope") return { queues: t("users.refused_rights") };
  if (error.status === 403) return { "": t("settings.forbidden") };
  if (error.status === 404) return { "": t("settings.gone") };
  const problems = (error.problem.errors ?? []) as FieldProblem[];
  if (problems.length === 0) return { "": t("settings.failed") };
  return Object.fromEntries(
    problems.map(({ field }) => [field.split(".")[0] ?? "", t("settings.field_refused")]),
  );
}

function identifierTaken(error: ApiError, t: TFunction): Record<string, string> {
  const holder = error.problem.holder as { name: string; is_active: boolean } | null | undefined;
  const field = (error.problem.errors as FieldProblem[] | undefined)?.[0]?.field ?? "";
  if (!holder) return { [field]: t("users.taken") };
  return { [field]: t(holder.is_active ? "users.taken_by" : "users.taken_by_gone", { name: holder.name }) };
}

function nameTaken(error: ApiError, t: TFunction): string {
  const holder = error.problem.holder as { name: string; is_retired: boolean } | null | undefined;
  if (!holder) return t("settings.name_taken");
  return t(holder.is_retired ? "settings.name_taken_retired" : "settings.name_taken_by", {
    name: holder.name,
  });
}
