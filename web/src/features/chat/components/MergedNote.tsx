/** Where the customer goes on, if this closed into another conversation: above the messages, with the way there. */
import { useTranslation } from "react-i18next";
import { Link, useSearch } from "wouter";
import type { Conversation } from "@/api/types";
import { Banner } from "@/ui/Feedback";
import { IconArrowsExchange } from "@/ui/icons";

export function MergedNote({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation();
  const search = useSearch();
  const { merged_into: into } = conversation;
  if (!into) return null;
  return (
    <Banner
      tone="info"
      role="status"
      icon={<IconArrowsExchange size={18} stroke={1.75} aria-hidden="true" />}
    >
      {t("chat.merged_into")}{" "}
      <Link href={`/conversations/${into}${search ? `?${search}` : ""}`}>{t("chat.go_on")}</Link>
    </Banner>
  );
}
