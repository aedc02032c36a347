/** Why something may not be sent, in words: what, by which policy, and how to mend it. */
import type { TFunction } from "i18next";
import type { ApiError } from "@/api/errors";
import type { RefusedContent } from "@/api/types";
import { kindsInWords } from "@/i18n/content-words";
import { listed } from "@/i18n/format";

/** Of a `content_not_allowed`, made here or by the server. */
export function notAllowed(error: ApiError, t: TFunction): string {
  const refused = (error.problem.refused ?? []) as RefusedContent[];
  const { link } = error.problem;
  const names = [...new Set(refused.flatMap(({ policies }) => policies))];
  const policies = listed(names.map((name) => t("content.policy", { name })));
  const kinds = refused.map(({ kind }) => kind);
  if (kinds.includes("text")) return t("content.refused_text", { policies });
  if (kinds.includes("link") && typeof link === "string") {
    const isPlain = !link.includes("/");
    return t(isPlain ? "content.refused_link_space" : "content.refused_link", { policies, link });
  }
  return t("content.refused", { kinds: kindsInWords(kinds, t), policies });
}
