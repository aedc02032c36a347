/** The supervisor's page of people: what each does, since when, with how many chats; changed one by one or together. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/api/directory";
import { ApiError } from "@/api/errors";
import type { Colleague } from "@/api/types";
import { signOf, useColleagues } from "@/realtime/presence";
import { Button } from "@/ui/Button";
import { AfterDelay, Bone, Empty, Failure } from "@/ui/Feedback";
import page from "@/ui/Page.module.css";
import { PresenceGlyph, type PresenceSign } from "@/ui/PresenceGlyph";
import { AgentRow } from "./AgentRow";
import styles from "./AgentsPage.module.css";
import { ChangeStateDialog } from "./ChangeStateDialog";

export function AgentsPage() {
  const { t } = useTranslation();
  const me = useSignedIn();
  const colleagues = useColleagues(me.permissions.includes("presence.read"));
  return (
    <main className={page.page}>
      <title>{t("presence.title_agents")}</title>
      <div className={page.head}>
        <h1>{t("presence.agents")}</h1>
        {colleagues.data ? <Summary colleagues={colleagues.data} /> : null}
      </div>
      <div className={page.body}>
        <Colleagues query={colleagues} />
      </div>
    </main>
  );
}

const counted = [
  "available",
  "busy",
  "break",
  "training",
  "out_of_service",
  "lost",
  "offline",
] as const satisfies PresenceSign[];

function Summary({ colleagues }: { colleagues: readonly Colleague[] }) {
  const { t } = useTranslation();
  return (
    <ul className={styles.summary}>
      {counted.map((sign) => {
        const count = colleagues.filter((one) => signOf(one.presence) === sign).length;
        return count > 0 ? (
          <li key={sign}>
            <PresenceGlyph sign={sign} />
            <b>{count}</b> {t(`presence.state_${sign}`)}
          </li>
        ) : null;
      })}
    </ul>
  );
}

function Colleagues({ query }: { query: ReturnType<typeof useColleagues> }) {
  const { t } = useTranslation();
  const me = useSignedIn();
  if (!me.permissions.includes("presence.read")) return <Empty level={2} title={t("presence.forbidden")} />;
  if (query.isPending) {
    return (
      <AfterDelay>
        <Bone width="100%" height={200} />
      </AfterDelay>
    );
  }
  if (!query.data) {
    if (query.error instanceof ApiError && query.error.status === 403)
      return <Empty level={2} title={t("presence.forbidden")} />;
    return <Failure title={t("presence.failed")} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (query.data.length === 0) return <Empty level={2} title={t("presence.nobody")} />;
  return <ColleagueTable colleagues={query.data} mayChange={me.permissions.includes("presence.manage")} />;
}

function ColleagueTable({ colleagues, mayChange }: { colleagues: readonly Colleague[]; mayChange: boolean }) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const [selected, setSelected] = useState<readonly string[]>([]);
  /** Whom the open dialog is about; null while none is open. */
  const [changing, setChanging] = useState<readonly Colleague[] | null>(null);
  const others = colleagues.filter((one) => one.id !== me.id);
  const chosen = others.filter((one) => selected.includes(one.id));
  function toggle(id: string) {
    setSelected((known) => (known.includes(id) ? known.filter((one) => one !== id) : [...known, id]));
  }
  return (
    <>
      {mayChange ? (
        <div className={styles.bar}>
          <Button
            disabled={others.length === 0}
            onClick={() => setChanging(chosen.length > 0 ? chosen : others)}
          >
            {chosen.length > 0
              ? t("presence.change_some", { count: chosen.length })
              : t("presence.change_all")}
          </Button>
          {chosen.length > 0 ? (
            <Button look="quiet" onClick={() => setSelected([])}>
              {t("presence.select_none")}
            </Button>
          ) : null}
        </div>
      ) : null}
      <div className={styles.scroll}>
        <table className={page.table}>
          <thead>
            <tr>
              {mayChange ? (
                <th className={styles.box}>
                  <span className="sr">{t("presence.select")}</span>
                </th>
              ) : null}
              <th>{t("presence.person")}</th>
              <th>{t("presence.state")}</th>
              <th className={page.num}>{t("presence.chats")}</th>
              <th className={page.num}>{t("presence.break_today")}</th>
              <th>
                <span className="sr">{t("presence.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {colleagues.map((one) => (
              <AgentRow
                key={one.id}
                colleague={one}
                isOneself={one.id === me.id}
                mayChange={mayChange}
                selected={selected.includes(one.id)}
                onSelect={() => toggle(one.id)}
                onChange={() => setChanging([one])}
              />
            ))}
          </tbody>
        </table>
      </div>
      <ChangeStateDialog people={changing} onClose={() => setChanging(null)} onDone={() => setSelected([])} />
    </>
  );
}
