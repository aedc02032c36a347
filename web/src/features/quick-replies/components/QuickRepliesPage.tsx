/** The quick replies there are, the most used first: shortcut, folder, for whom, and how often they were sent. */
import { useTranslation } from "react-i18next";
import { useMay, useQueues } from "@/api/directory";
import type { QuickReply } from "@/api/types";
import { listed } from "@/i18n/format";
import { CatalogueList } from "@/settings/CatalogueList";
import { useRoleNames } from "@/settings/roles";
import { useNow } from "@/ui/useNow";
import { mostUsed, usesOf } from "../api/quickReplies";
import styles from "./QuickReplies.module.css";

export function QuickRepliesPage() {
  const { t } = useTranslation();
  const { roleNames } = useRoleNames();
  const mayKeep = useMay("quick_replies.manage");
  const queues = useQueues().data ?? [];
  const nowMs = useNow(60_000);
  return (
    <CatalogueList<QuickReply>
      kind="quick-replies"
      mayKeep={mayKeep}
      words={{
        title: t("quick_replies.title"),
        pageTitle: t("quick_replies.page_title"),
        failed: t("quick_replies.failed"),
        forbidden: t("quick_replies.forbidden"),
        empty: t("quick_replies.empty"),
        emptyHelp: t("quick_replies.empty_help"),
        add: t("quick_replies.add"),
        search: t("quick_replies.search"),
        noMatch: (text) => t("quick_replies.no_match", { text }),
        retired: (name) => t("quick_replies.retired", { name }),
        restored: (name) => t("quick_replies.restored", { name }),
      }}
      order={mostUsed}
      below={(one) => below(one)}
      columns={[
        { head: t("quick_replies.for_whom"), className: styles.place, cell: (one) => forWhom(one) },
        { head: t("quick_replies.uses"), className: styles.uses, cell: (one) => usesOf(one, nowMs, t) },
      ]}
    />
  );

  function below({ shortcut, folder, greets }: QuickReply): string {
    const greeting = greets === "no" ? "" : t(`quick_replies.greets_${greets}`);
    return [shortcut && `/${shortcut}`, folder, greeting].filter(Boolean).join(" · ");
  }

  function forWhom({ used_by, queue_ids }: QuickReply): string {
    const names = queue_ids.map((id) => queues.find((queue) => queue.id === id)?.name ?? id);
    const roles = roleNames(used_by);
    return names.length > 0 ? t("quick_replies.roles_in", { roles, queues: listed(names) }) : roles;
  }
}
