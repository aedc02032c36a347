/** What the provider told an application, newest first, with the content as it came. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ProviderNotice } from "@/api/types";
import { momentOf } from "@/i18n/format";
import { Button } from "@/ui/Button";
import { Failure } from "@/ui/Feedback";
import page from "@/ui/Page.module.css";
import { PayloadDialog } from "@/ui/PayloadDialog";
import { useNow } from "@/ui/useNow";
import { eventWords, kindWords, useNotices } from "../api/notices";
import styles from "./Notices.module.css";

export function Notices({ appId }: { appId: string }) {
  const { t } = useTranslation();
  const pages = useNotices(appId);
  const notices = pages.data?.pages.flatMap((one) => one.items) ?? [];
  const title = `notices-${appId}`;
  if (pages.isPending) return null;
  return (
    <section className={styles.section} aria-labelledby={title}>
      <h2 id={title}>{t("notices.title", { app: appId })}</h2>
      {pages.isError && !pages.data ? (
        <Failure title={t("notices.failed")} error={pages.error} onRetry={() => void pages.refetch()} />
      ) : notices.length === 0 ? (
        <p className={page.intro}>{t("notices.empty")}</p>
      ) : (
        <NoticeTable notices={notices} />
      )}
      {pages.hasNextPage ? (
        <Button
          className={page.more}
          busy={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {t("notices.more")}
        </Button>
      ) : null}
    </section>
  );
}

function NoticeTable({ notices }: { notices: readonly ProviderNotice[] }) {
  const { t } = useTranslation();
  const nowMs = useNow(60_000);
  const [shown, setShown] = useState<ProviderNotice | null>(null);
  return (
    <>
      <table className={page.table}>
        <thead>
          <tr>
            <th>{t("notices.notice")}</th>
            <th>{t("notices.when")}</th>
            <th>
              <span className="sr">{t("notices.actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {notices.map((notice) => {
            const when = momentOf(notice.at, nowMs);
            return (
              <tr key={notice.id}>
                <td className={page.first}>
                  {kindWords(notice.field, t)}
                  <small>{eventWords(notice.payload)}</small>
                </td>
                <td className={page.when}>
                  <time dateTime={notice.at}>{when}</time>
                </td>
                <td>
                  <div className={page.actions}>
                    <Button
                      size="s"
                      look="accent"
                      aria-label={t("notices.see_of", { when })}
                      onClick={() => setShown(notice)}
                    >
                      {t("notices.see")}
                    </Button>
                  </div>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <PayloadDialog
        payload={shown && { lead: kindWords(shown.field, t), content: shown.payload }}
        onClose={() => setShown(null)}
      />
    </>
  );
}
