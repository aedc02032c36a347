/** Where else the customer wrote, under another identity: above the messages, with the way there. */
import { useTranslation } from "react-i18next";
import { Link, useSearch } from "wouter";
import type { Conversation } from "@/api/types";
import { Banner } from "@/ui/Feedback";
import { IconArrowsExchange } from "@/ui/icons";

export function MergedNote({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation();
  const search = useSearch();
  const { merged_from: from, merged_into: into } = conversation;
  if (!from && !into) return null;
  const href = (id: string) => `/conversations/${id}${search ? `?${search}` : ""}`;
  return (
    <Banner
      tone="info"
      role="status"
      icon={<IconArrowsExchange size={18} stroke={1.75} aria-hidden="true" />}
    >
      {into ? t("chat.merged_into") : t("chat.merged_from")}{" "}
      {from ? <Link href={href(from)}>{t("chat.read_merged")}</Link> : null}
      {from && into ? " · " : null}
      {into ? <Link href={href(into)}>{t("chat.go_on")}</Link> : null}
    </Banner>
  );
}
