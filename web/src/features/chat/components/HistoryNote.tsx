/** What was said before the number was connected: above the messages, with the way there and back. */
import { useTranslation } from "react-i18next";
import { Link, useSearch } from "wouter";
import type { Conversation } from "@/api/types";
import { Banner } from "@/ui/Feedback";
import { IconHistory } from "@/ui/icons";
import { useHistories } from "../api/useHistories";

export function HistoryNote({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation();
  const search = useSearch();
  const histories = useHistories(conversation);
  if (!conversation.is_history && histories.length === 0) return null;
  return (
    <Banner tone="info" role="status" icon={<IconHistory size={18} stroke={1.75} aria-hidden="true" />}>
      {conversation.is_history ? t("chat.is_history") : t("chat.has_history")}{" "}
      {histories.map((one) => (
        <Link key={one.id} href={`/conversations/${one.id}${search ? `?${search}` : ""}`}>
          {t("chat.read_history")}
        </Link>
      ))}
    </Banner>
  );
}
