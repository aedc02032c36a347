/** One quick reply, or a new one. */
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useQueues } from "@/api/directory";
import type { QuickReply } from "@/api/types";
import { listed } from "@/i18n/format";
import { ConfiguredForm } from "@/settings/ConfiguredForm";
import { PageHead } from "@/settings/PageHead";
import { useRoleNames } from "@/settings/roles";
import { ThingGate } from "@/settings/ThingGate";
import { useKeeping } from "@/settings/useCatalogue";
import page from "@/ui/Page.module.css";
import { blankReply, bodyOf, flawsOf, type ReplyValues, valuesOf } from "../api/quickReplies";
import { ReplyFields } from "./ReplyFields";

export function QuickReplyPage({ id }: { id: string | null }) {
  const { t } = useTranslation();
  return (
    <ThingGate<QuickReply>
      kind="quick-replies"
      id={id}
      back={t("quick_replies.title")}
      gone={t("quick_replies.gone")}
    >
      {(reply) => <ReplyForm key={id} reply={reply} />}
    </ThingGate>
  );
}

function ReplyForm({ reply }: { reply: QuickReply | null }) {
  const { t } = useTranslation();
  const { roleNames } = useRoleNames();
  const [, navigate] = useLocation();
  const keeping = useKeeping<QuickReply>("quick-replies");
  const facts = useFacts();
  const title = reply ? reply.name : t("quick_replies.new");
  return (
    <main className={page.page}>
      <title>{t("quick_replies.page_title_of", { name: title })}</title>
      <PageHead back="/settings/quick-replies" backName={t("quick_replies.back")} title={title}>
        {reply?.is_retired ? <small>{t("settings.is_retired")}</small> : null}
      </PageHead>
      <ConfiguredForm<QuickReply, ReplyValues>
        place={`quick-replies.${reply?.id ?? "new"}`}
        current={reply}
        blank={blankReply}
        valuesOf={valuesOf}
        facts={facts}
        validate={(values) => flawsOf(values, t)}
        save={(values, _all, version) =>
          version === null || !reply
            ? keeping.create(bodyOf({ ...blankReply, ...values }))
            : keeping.edit(reply.id, bodyOf(values), version)
        }
        said={({ name }) => t(reply ? "quick_replies.saved" : "quick_replies.created", { name })}
        undone={t("settings.undone")}
        uncreate={(made) => keeping.edit(made.id, { is_retired: true }, made.version)}
        onSaved={() => (reply ? undefined : navigate("/settings/quick-replies"))}
      >
        {(form) => <ReplyFields {...form} />}
      </ConfiguredForm>
    </main>
  );

  function useFacts() {
    const queues = useQueues().data ?? [];
    const nameOf = (one: string) => queues.find((queue) => queue.id === one)?.name ?? one;
    return {
      name: { name: t("quick_replies.fact_name"), show: ({ name }: ReplyValues) => name },
      shortcut: {
        name: t("quick_replies.fact_shortcut"),
        show: ({ shortcut }: ReplyValues) => (shortcut ? `/${shortcut}` : "—"),
      },
      folder: { name: t("quick_replies.fact_folder"), show: ({ folder }: ReplyValues) => folder || "—" },
      text: { name: t("quick_replies.fact_text"), show: ({ text }: ReplyValues) => text || "—" },
      files: {
        name: t("quick_replies.fact_files"),
        show: ({ files }: ReplyValues) => files.map(({ name }) => name).join(", ") || "—",
      },
      greets: {
        name: t("quick_replies.fact_greets"),
        show: ({ greets }: ReplyValues) => t(`quick_replies.greets_${greets}`),
      },
      used_by: {
        name: t("quick_replies.fact_used_by"),
        show: ({ used_by }: ReplyValues) => roleNames(used_by ?? []),
      },
      queue_ids: {
        name: t("quick_replies.fact_queues"),
        show: ({ queue_ids }: ReplyValues) =>
          queue_ids ? listed(queue_ids.map(nameOf)) : t("quick_replies.all_queues"),
      },
    };
  }
}
