/** What a section shows until it has something to show: a skeleton, or why there is nothing. */
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AfterDelay, Bone, Failure } from "@/ui/Feedback";

interface WaitingProps<T> {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
}

export function Waiting<T>({ query, children }: WaitingProps<T>) {
  const { t } = useTranslation();
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) {
    return (
      <AfterDelay>
        <Bone width="100%" height={64} />
      </AfterDelay>
    );
  }
  return <Failure title={t("privacy.failed")} error={query.error} onRetry={() => void query.refetch()} />;
}
