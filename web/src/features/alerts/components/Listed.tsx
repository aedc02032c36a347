/** The states of a list in the centre: on its way, failed, empty, and the way to what is older. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import { AfterDelay, Bone, Empty, Failure } from "@/ui/Feedback";
import styles from "./Centre.module.css";

interface Query {
  isPending: boolean;
  isError: boolean;
  error: unknown;
  data: unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  refetch: () => unknown;
  fetchNextPage: () => unknown;
}

interface ListedProps {
  query: Query;
  empty: boolean;
  title: string;
  help: string;
  children: ReactNode;
}

export function Listed({ query, empty, title, help, children }: ListedProps) {
  const { t } = useTranslation();
  if (query.isPending) return <Bones />;
  if (query.isError && !query.data) {
    return <Failure title={t("alerts.failed")} error={query.error} onRetry={() => void query.refetch()} />;
  }
  const more = query.hasNextPage ? (
    <div className={styles.more}>
      <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {t("alerts.more")}
      </Button>
    </div>
  ) : null;
  return (
    <>
      {empty && !more ? (
        <Empty level={3} title={title}>
          {help}
        </Empty>
      ) : (
        children
      )}
      {more}
    </>
  );
}

function Bones() {
  return (
    <AfterDelay>
      <div className={styles.bones} aria-hidden="true">
        {[0, 1, 2, 3].map((at) => (
          <Bone key={at} width="100%" height={44} />
        ))}
      </div>
    </AfterDelay>
  );
}
