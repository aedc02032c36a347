/** Who serves a queue and for which channels, and the connections that lead to it. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay, useUsers } from "@/api/directory";
import type { Member, QueueDetails } from "@/api/types";
import { listed } from "@/i18n/format";
import { compareWords } from "@/i18n/languages";
import { ConfiguredForm } from "@/settings/ConfiguredForm";
import { useRoleNames } from "@/settings/roles";
import { Button } from "@/ui/Button";
import { channelName } from "@/ui/Channel";
import { Banner, Empty } from "@/ui/Feedback";
import { IconAlertTriangle, IconUserPlus } from "@/ui/icons";
import page from "@/ui/Page.module.css";
import { type MemberValues, membersOf, useStaffing } from "../api/queues";
import { Connections } from "./Connections";
import { PeoplePicker } from "./PeoplePicker";
import styles from "./Queues.module.css";

const nobody: MemberValues = { members: [] };

export function QueueMembers({ queue }: { queue: QueueDetails }) {
  const { t } = useTranslation();
  const mayKeep = useMay("queues.manage");
  const users = useUsers(true).data ?? [];
  const staff = useStaffing(queue.id);
  const nameOf = (id: string) => users.find((user) => user.id === id)?.name ?? id;
  if (!mayKeep) {
    return (
      <div className={page.body}>
        <MemberTable queue={queue} members={membersOf(queue).members} onChange={null} />
        <Connections queue={queue} />
      </div>
    );
  }
  return (
    <ConfiguredForm<QueueDetails, MemberValues>
      place={`queue-members.${queue.id}`}
      current={queue}
      blank={nobody}
      valuesOf={membersOf}
      facts={{
        members: {
          name: t("queues.fact_members"),
          show: ({ members }) => listed(members.map(({ id }) => nameOf(id)).sort()) || "—",
        },
      }}
      validate={() => ({})}
      save={(_some, all, version) => staff(all, version ?? queue.version)}
      said={() => t("queues.staffed", { name: queue.name })}
      undone={t("settings.undone")}
    >
      {({ values, set }) => (
        <Members queue={queue} members={values.members} onChange={(members) => set("members", members)} />
      )}
    </ConfiguredForm>
  );
}

type Wanted = MemberValues["members"];

interface MembersProps {
  queue: QueueDetails;
  members: Wanted;
  onChange: (members: Wanted) => void;
}

function Members({ queue, members, onChange }: MembersProps) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const leaving = queue.members.filter(
    (one) => one.open_count > 0 && members.every(({ id }) => id !== one.id),
  );
  return (
    <div className={styles.members}>
      <div className={styles.lead}>
        <p className={page.intro}>{t("queues.members_help")}</p>
        <Button onClick={() => setAdding(true)}>
          <IconUserPlus size={16} stroke={1.75} aria-hidden="true" />
          {t("queues.add_people")}
        </Button>
      </div>
      {leaving.map((one) => (
        <Banner
          key={one.id}
          tone="warn"
          role="status"
          icon={<IconAlertTriangle size={18} stroke={1.75} aria-hidden="true" />}
        >
          {t("queues.leaves_with", { name: one.name, count: one.open_count })}
        </Banner>
      ))}
      <MemberTable queue={queue} members={members} onChange={onChange} />
      <Connections queue={queue} />
      <PeoplePicker
        opened={adding}
        taken={members.map(({ id }) => id)}
        onAdd={(id) => {
          const sorted = [...members, { id, channels: [] }];
          onChange(sorted.sort((one, other) => one.id.localeCompare(other.id)));
        }}
        onClose={() => setAdding(false)}
      />
    </div>
  );
}

interface MemberTableProps {
  queue: QueueDetails;
  members: Wanted;
  onChange: ((members: Wanted) => void) | null;
}

function MemberTable({ queue, members, onChange }: MemberTableProps) {
  const { t } = useTranslation();
  const { roleName } = useRoleNames();
  const users = useUsers(true).data ?? [];
  const known = (id: string) =>
    queue.members.find((one) => one.id === id) ?? users.find((one) => one.id === id);
  const rows = members
    .map(({ id, channels }) => ({ id, channels, person: known(id) }))
    .sort((one, other) => compareWords(one.person?.name ?? one.id, other.person?.name ?? other.id));
  if (rows.length === 0) return <Empty title={t("queues.no_members")}>{t("queues.no_members_help")}</Empty>;
  return (
    <table className={page.table}>
      <thead>
        <tr>
          <th>{t("queues.person")}</th>
          <th>{t("queues.channels")}</th>
          <th className={`${page.num} ${styles.open}`}>{t("queues.open_chats")}</th>
          {onChange ? (
            <th>
              <span className="sr">{t("settings.actions")}</span>
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, channels, person }) => (
          <tr key={id}>
            <td className={page.first}>
              {person?.name ?? id}
              <small>
                {person ? roleName(person.role) : null}
                {person?.is_active === false ? ` · ${t("queues.inactive")}` : null}
              </small>
            </td>
            <td>
              <Channels
                name={person?.name ?? id}
                channels={channels}
                onChange={
                  onChange &&
                  ((next) => onChange(members.map((one) => (one.id === id ? { id, channels: next } : one))))
                }
              />
            </td>
            <td className={`${page.num} ${styles.open}`}>{openOf(queue.members, id)}</td>
            {onChange ? (
              <td>
                <div className={page.actions}>
                  <Button
                    size="s"
                    look="quiet"
                    aria-label={t("queues.remove_of", { name: person?.name ?? id })}
                    onClick={() => onChange(members.filter((one) => one.id !== id))}
                  >
                    {t("queues.remove")}
                  </Button>
                </div>
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function openOf(members: readonly Member[], id: string): number {
  return members.find((one) => one.id === id)?.open_count ?? 0;
}

const channelsThereAre = ["whatsapp_cloud"];

interface ChannelsProps {
  name: string;
  channels: string[];
  onChange: ((channels: string[]) => void) | null;
}

function Channels({ name, channels, onChange }: ChannelsProps) {
  const { t } = useTranslation();
  const words =
    channels.length > 0 ? listed(channels.map((one) => channelName(one))) : t("queues.all_channels");
  if (!onChange) return <>{words}</>;
  const several = channels.length > 1 ? channels.join(" ") : null;
  return (
    <select
      className={styles.select}
      aria-label={t("queues.channels_of", { name })}
      value={channels.join(" ")}
      onChange={(event) => onChange(event.target.value.split(" ").filter(Boolean))}
    >
      <option value="">{t("queues.all_channels")}</option>
      {several ? <option value={several}>{words}</option> : null}
      {channelsThereAre.map((one) => (
        <option key={one} value={one}>
          {t("queues.only", { channel: channelName(one) })}
        </option>
      ))}
    </select>
  );
}
