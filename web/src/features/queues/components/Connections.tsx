/** The connections whose conversations come here; which queue one leads to is changed with the connection. */
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useMay } from "@/api/directory";
import type { QueueDetails } from "@/api/types";
import { ChannelIcon, channelName } from "@/ui/Channel";
import page from "@/ui/Page.module.css";
import styles from "./Queues.module.css";

export function Connections({ queue }: { queue: QueueDetails }) {
  const { t } = useTranslation();
  const mayRead = useMay("connections.read");
  return (
    <section className={styles.section} aria-labelledby="queue-connections">
      <h2 id="queue-connections">{t("queues.connections")}</h2>
      {queue.connections.length === 0 ? (
        <p className={page.intro}>{t("queues.no_connections")}</p>
      ) : (
        <ul className={styles.connections}>
          {queue.connections.map(({ id, name, channel, enabled }) => (
            <li key={id}>
              <ChannelIcon channel={channel} size={18} stroke={1.75} />
              <span>
                {name}
                <small>
                  {channelName(channel)}
                  {enabled ? null : ` · ${t("queues.connection_off")}`}
                </small>
              </span>
            </li>
          ))}
        </ul>
      )}
      {mayRead ? (
        <p className="t-meta">
          <Link href="/settings/connections">{t("queues.change_connections")}</Link>
        </p>
      ) : null}
    </section>
  );
}
