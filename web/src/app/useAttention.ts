/** How much waits for the signed-in person: chats to answer and what they were told of, on the tab and its icon. */
import { useMyRule, useUnreadAlerts } from "@/features/alerts/api/alerts";
import { useTabBadge } from "@/features/alerts/api/attention";
import { waysFor } from "@/features/alerts/api/events";
import { useCounters } from "@/features/inbox/api/useTray";
import { usePreferences } from "@/state/preferences";

export function useAttention(): void {
  const unread = useUnreadAlerts();
  const pending = useCounters().data?.pending ?? 0;
  const rule = useMyRule().data;
  const { alert_ways } = usePreferences();
  const chatsCount = !rule || waysFor(rule, alert_ways, "message").has("centre");
  useTabBadge(unread + (chatsCount ? pending : 0));
}
