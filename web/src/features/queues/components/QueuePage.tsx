/** One queue: what happens in it now, who serves it, and what it is. Supervisors see; administrators change. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { ApiError } from "@/api/errors";
import { useMay } from "@/api/directory";
import type { Conversation, QueueDetails } from "@/api/types";
import { PageHead } from "@/settings/PageHead";
import { AfterDelay, Bone, Empty, Failure } from "@/ui/Feedback";
import page from "@/ui/Page.module.css";
import { useQueueDetails } from "../api/queues";
import { QueueForm } from "./QueueForm";
import { QueueMembers } from "./QueueMembers";
import { QueueTraffic } from "./QueueTraffic";

export type QueueTab = "now" | "members" | "facts";

/** The app's dialog to choose whom to give a conversation to. */
export type RenderAssign = (
  conversation: Conversation,
  onAssign: (user: { id: string; name: string }) => void,
  onClose: () => void,
) => ReactNode;

interface QueuePageProps {
  id: string;
  tab: QueueTab;
  renderAssign: RenderAssign;
}

export function QueuePage({ id, tab, renderAssign }: QueuePageProps) {
  const { t } = useTranslation();
  const details = useQueueDetails(id);
  const queue = details.data;
  return (
    <main className={page.page}>
      <title>{t("queues.page_title_of", { name: queue?.name ?? t("queues.queue") })}</title>
      <PageHead back="/settings/queues" backName={t("queues.back")} title={queue?.name ?? t("queues.queue")}>
        {queue?.is_retired ? <small>{t("settings.is_retired")}</small> : null}
      </PageHead>
      {queue ? (
        <>
          <Tabs queue={queue} tab={tab} />
          <Shown queue={queue} tab={tab} renderAssign={renderAssign} />
        </>
      ) : (
        <div className={page.body}>
          {details.isPending ? (
            <AfterDelay>
              <Bone width="100%" height={160} />
            </AfterDelay>
          ) : details.error instanceof ApiError && details.error.status === 404 ? (
            <Empty
              title={t("queues.gone")}
              action={<Link href="/settings/queues">{t("queues.back")}</Link>}
            />
          ) : (
            <Failure
              title={t("queues.failed_one")}
              error={details.error}
              onRetry={() => void details.refetch()}
            />
          )}
        </div>
      )}
    </main>
  );
}

export function NewQueuePage() {
  const { t } = useTranslation();
  return (
    <main className={page.page}>
      <title>{t("queues.page_title_of", { name: t("queues.new") })}</title>
      <PageHead back="/settings/queues" backName={t("queues.back")} title={t("queues.new")} />
      <QueueForm queue={null} />
    </main>
  );
}

const tabs: QueueTab[] = ["now", "members", "facts"];

function Tabs({ queue, tab }: { queue: QueueDetails; tab: QueueTab }) {
  const { t } = useTranslation();
  const mayKeep = useMay("queues.manage");
  return (
    <nav className={page.tabs} aria-label={t("queues.parts")}>
      {tabs
        .filter((one) => one !== "facts" || mayKeep)
        .map((one) => (
          <Link
            key={one}
            href={one === "now" ? `/settings/queues/${queue.id}` : `/settings/queues/${queue.id}/${one}`}
            aria-current={one === tab ? "page" : undefined}
          >
            {t(`queues.tab_${one}`)}
          </Link>
        ))}
    </nav>
  );
}

function Shown({
  queue,
  tab,
  renderAssign,
}: {
  queue: QueueDetails;
  tab: QueueTab;
  renderAssign: RenderAssign;
}) {
  if (tab === "members") return <QueueMembers queue={queue} />;
  if (tab === "facts") return <QueueForm queue={queue} />;
  return <QueueTraffic queue={queue} renderAssign={renderAssign} />;
}
