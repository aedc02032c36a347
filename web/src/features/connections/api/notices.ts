/** What the provider told an application: quality, limits, templates, bans. */
import { useInfiniteQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { get } from "@/api/http";
import { keys } from "@/api/keys";
import type { Page, ProviderNotice } from "@/api/types";

export function useNotices(appId: string) {
  return useInfiniteQuery({
    queryKey: keys.notices(appId),
    queryFn: ({ pageParam, signal }) =>
      get<Page<ProviderNotice>>("/provider-notices", {
        query: { app_id: appId, cursor: pageParam, limit: 20 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

const kinds = [
  "account_alerts",
  "account_review_update",
  "account_update",
  "business_capability_update",
  "business_status_update",
  "calls",
  "flows",
  "history",
  "message_template_components_update",
  "message_template_quality_update",
  "message_template_status_update",
  "phone_number_name_update",
  "phone_number_quality_update",
  "security",
  "smb_app_state_sync",
  "smb_message_echoes",
  "template_category_update",
  "user_preferences",
] as const;

export function kindWords(field: string, t: TFunction): string {
  const known = kinds.find((one) => one === field);
  return known ? t(`notices.kind_${known}`) : field || t("notices.kind_unknown");
}

const telling = [
  "event",
  "decision",
  "new_quality_score",
  "current_limit",
  "max_daily_conversations_per_business",
  "max_daily_conversation_per_phone",
] as const;

/** The provider's own word for what happened, and of what; nothing where it says neither. */
export function eventWords(payload: unknown): string {
  if (typeof payload !== "object" || payload === null) return "";
  const facts = payload as Record<string, unknown>;
  const found = [...telling, "message_template_name", "display_phone_number"].map((name) => facts[name]);
  return found.filter((one) => typeof one === "string" || typeof one === "number").join(" · ");
}
