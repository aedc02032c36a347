/** What was said before the number was connected is only read: above the messages, where it is open by itself. */
import { useTranslation } from "react-i18next";
import type { Conversation } from "@/api/types";
import { Banner } from "@/ui/Feedback";
import { IconHistory } from "@/ui/icons";

export function HistoryNote({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation();
  if (!conversation.is_history) return null;
  return (
    <Banner tone="info" role="status" icon={<IconHistory size={18} stroke={1.75} aria-hidden="true" />}>
      {t("chat.is_history")}
    </Banner>
  );
}
