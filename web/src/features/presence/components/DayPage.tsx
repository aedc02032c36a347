/** A person's day: every state without a gap, the breaks, and when they came and went. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "wouter";
import { useSignedIn, useUsers } from "@/api/directory";
import { ApiError } from "@/api/errors";
import { get } from "@/api/http";
import { keys } from "@/api/keys";
import type { Day } from "@/api/types";
import { AfterDelay, Bone, Empty, Failure } from "@/ui/Feedback";
import { IconChevronLeft, IconChevronRight } from "@/ui/icons";
import page from "@/ui/Page.module.css";
import styles from "./DayPage.module.css";
import { DayPicture, DayTable } from "./DayTable";
import { dateWords, nextDate } from "./dates";

/** `userId` null: one's own day. */
export function DayPage({ userId }: { userId: string | null }) {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const date = search.get("date");
  const name = useName(userId);
  const day = useQuery({
    queryKey: keys.day(userId, date),
    queryFn: ({ signal }) =>
      get<Day>(userId ? `/users/${userId}/presence/day` : "/me/presence/day", { query: { date }, signal }),
  });
  const title = userId ? t("presence.day_of", { name }) : t("presence.my_day");
  return (
    <main className={page.page}>
      <title>{t("presence.title_day", { title })}</title>
      <div className={page.head}>
        {userId ? (
          <Link href="/agents" className={styles.step} aria-label={t("presence.back_to_agents")}>
            <IconChevronLeft size={18} stroke={1.75} aria-hidden="true" />
          </Link>
        ) : null}
        <h1 className="cut">{title}</h1>
      </div>
      <div className={page.body}>
        {day.data ? <Steps day={day.data} base={userId ? `/agents/${userId}` : "/my-day"} /> : null}
        <Body query={day} />
      </div>
    </main>
  );
}

function Body({ query }: { query: ReturnType<typeof useQuery<Day>> }) {
  const { t } = useTranslation();
  if (query.isPending) {
    return (
      <AfterDelay>
        <Bone width="100%" height={120} />
      </AfterDelay>
    );
  }
  if (!query.data) {
    const code = query.error instanceof ApiError ? query.error.status : null;
    if (code === 404 || code === 403) return <Empty level={2} title={t("presence.day_not_found")} />;
    if (code === 422) return <Empty level={2} title={t("presence.day_wrong")} />;
    return (
      <Failure title={t("presence.day_failed")} error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  if (query.data.spells.length === 0) return <Empty level={2} title={t("presence.day_to_come")} />;
  return (
    <>
      <DayPicture day={query.data} />
      <DayTable day={query.data} />
    </>
  );
}

function Steps({ day, base }: { day: Day; base: string }) {
  const { t } = useTranslation();
  return (
    <nav className={styles.steps} aria-label={t("presence.other_days")}>
      <Link
        href={`${base}?date=${nextDate(day.date, -1)}`}
        className={styles.step}
        aria-label={t("presence.day_before")}
      >
        <IconChevronLeft size={18} stroke={1.75} aria-hidden="true" />
      </Link>
      <span>{dateWords(day.date)}</span>
      <Link
        href={`${base}?date=${nextDate(day.date, 1)}`}
        className={styles.step}
        aria-label={t("presence.day_after")}
      >
        <IconChevronRight size={18} stroke={1.75} aria-hidden="true" />
      </Link>
    </nav>
  );
}

function useName(userId: string | null): string {
  const me = useSignedIn();
  const users = useUsers(userId !== null && me.permissions.includes("users.read")).data;
  return users?.find((one) => one.id === userId)?.name ?? "";
}
