/** The administrator's page of connections: which of them work, and why one does not. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/errors";
import { useMay, useQueues } from "@/api/directory";
import type { Connection } from "@/api/types";
import { heldNotice } from "@/settings/held";
import { toast } from "@/state/toast";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { AfterDelay, Bone, Empty, Failure } from "@/ui/Feedback";
import page from "@/ui/Page.module.css";
import { stateOf, useConnections, useLeadConnection, useSwitchConnection } from "../api/connections";
import { ConnectionRow } from "./ConnectionRow";
import styles from "./ConnectionRow.module.css";
import { Notices } from "./Notices";

export function ConnectionsPage() {
  const { t } = useTranslation();
  const connections = useConnections();
  return (
    <main className={page.page}>
      <title>{t("app.title_connections")}</title>
      <div className={page.head}>
        <h1>{t("connections.title")}</h1>
        {connections.data ? <Summary connections={connections.data} /> : null}
      </div>
      <div className={page.body}>
        <Connections query={connections} />
      </div>
    </main>
  );
}

function Summary({ connections }: { connections: readonly Connection[] }) {
  const { t } = useTranslation();
  const troubled = connections.filter((one) => ["troubled", "held"].includes(stateOf(one))).length;
  const working = connections.filter((one) => ["working", "limited"].includes(stateOf(one))).length;
  const parts = [t("connections.working", { count: working })];
  if (troubled > 0) parts.push(t("connections.troubled", { count: troubled }));
  return <small>{parts.join(", ")}</small>;
}

function Connections({ query }: { query: ReturnType<typeof useConnections> }) {
  const { t } = useTranslation();
  const hearsOfProvider = useMay("connections.manage");
  if (query.isPending) {
    return (
      <AfterDelay>
        <Bone width="100%" height={120} />
      </AfterDelay>
    );
  }
  if (!query.data) {
    if (query.error instanceof ApiError && query.error.status === 403)
      return <Empty title={t("connections.forbidden")} />;
    return (
      <Failure title={t("connections.failed")} error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  if (query.data.length === 0) return <Empty title={t("connections.empty")} />;
  const apps = [...new Set(query.data.map((one) => one.app_id))];
  return (
    <>
      <ConnectionTable connections={query.data} />
      {hearsOfProvider ? apps.map((app) => <Notices key={app} appId={app} />) : null}
    </>
  );
}

function ConnectionTable({ connections }: { connections: readonly Connection[] }) {
  const { t } = useTranslation();
  const queues = useQueues().data;
  const [stopping, setStopping] = useState<Connection | null>(null);
  const action = useSwitchConnection({
    done: ({ name, enabled }) =>
      toast.show(t(enabled ? "connections.started" : "connections.stopped", { name })),
    failed: (error) => {
      if (heldNotice(error, t)) return;
      const changed = error instanceof ApiError && error.code === "version_conflict";
      toast.show(t(changed ? "connections.changed_meanwhile" : "connections.action_failed"));
    },
  });
  const leading = useLeadConnection({
    done: ({ name, queue_id }) => {
      const queue = queues?.find(({ id }) => id === queue_id)?.name ?? queue_id;
      toast.show(t("connections.led", { name, queue }));
    },
    failed: (error) => {
      if (heldNotice(error, t)) return;
      const changed = error instanceof ApiError && error.code === "version_conflict";
      toast.show(t(changed ? "connections.changed_meanwhile" : "connections.action_failed"));
    },
  });
  function turn(connection: Connection, enabled: boolean) {
    action.mutate({ id: connection.id, version: connection.version, enabled });
  }
  return (
    <>
      <table className={page.table}>
        <thead>
          <tr>
            <th>{t("connections.connection")}</th>
            <th>{t("connections.state")}</th>
            <th className={styles.queue}>{t("connections.queue")}</th>
            <th>
              <span className="sr">{t("connections.actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {connections.map((one) => (
            <ConnectionRow
              key={one.id}
              connection={one}
              busy={action.isPending && action.variables.id === one.id}
              onStart={() => turn(one, true)}
              onStop={() => setStopping(one)}
              onLead={(queue_id) => leading.mutate({ id: one.id, version: one.version, queue_id })}
            />
          ))}
        </tbody>
      </table>
      <ConfirmDialog
        opened={stopping !== null}
        title={t("connections.stop_title", { name: stopping?.name })}
        consequence={t("connections.stop_consequence")}
        confirm={t("connections.stop")}
        onConfirm={() => {
          if (stopping) turn(stopping, false);
          return true;
        }}
        onClose={() => setStopping(null)}
      />
    </>
  );
}
