/** One act whole: who, from where, what it was before and after, and its place in the chain. */
import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useRoleNames } from "@/settings/roles";
import { useSettingWords } from "@/settings/words";
import { Bone, Failure } from "@/ui/Feedback";
import { type Entry, useEntry, type WholeAct } from "../api/audit";
import { actorWords, eventWords } from "../api/words";
import styles from "./Audit.module.css";

export function EntryDialog({ id, onClose }: { id: string | null; onClose: () => void }) {
  const { t } = useTranslation();
  const entry = useEntry(id);
  return (
    <Modal
      opened={id !== null}
      onClose={onClose}
      title={t("audit.entry")}
      size={760}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {entry.data ? <Whole entry={entry.data} /> : null}
      {entry.isPending && id !== null ? <Bone width="100%" height={160} /> : null}
      {entry.isError ? (
        <Failure title={t("audit.failed")} error={entry.error} onRetry={() => void entry.refetch()} />
      ) : null}
    </Modal>
  );
}

function Whole({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const { roleName } = useRoleNames();
  const { act } = entry;
  const facts = [
    [t("audit.person"), actorWords(act.actor, t)],
    [t("audit.action"), `${eventWords(act.event, t)} (${act.event})`],
    [t("audit.entity"), `${act.entity_kind} ${act.entity_id}`],
    [t("audit.instant"), act.at],
    [t("audit.role"), act.role && roleName(act.role)],
    [t("audit.address"), act.ip],
    [t("audit.application"), act.application],
    [t("audit.session"), act.session],
    [t("audit.request"), act.request_id],
    [t("audit.version"), act.version],
    [t("audit.place"), t("audit.place_in_chain", { chain: entry.chain + 1, number: entry.number })],
  ] as const;
  return (
    <div className={styles.entry}>
      <dl className={styles.facts}>
        {facts.map(([word, value]) =>
          value === null ? null : (
            <div key={word}>
              <dt>{word}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      {entry.is_erased ? <p>{t("audit.erased")}</p> : <Differences act={act} />}
    </div>
  );
}

function Differences({ act }: { act: WholeAct }) {
  const { t } = useTranslation();
  const words = useSettingWords();
  const said = (name: string, value: unknown) => words.value(name, value).join(", ");
  const before = act.before ?? {};
  const after = { ...act.detail, ...act.after };
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  if (act.before === null) return <p>{t("audit.withheld")}</p>;
  if (names.length === 0) return null;
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region has to be reachable by keyboard
    <div className={styles.scrolls} role="region" aria-label={t("audit.differences")} tabIndex={0}>
      <table className={styles.diff}>
        <thead>
          <tr>
            <th>{t("audit.attribute")}</th>
            <th>{t("audit.before")}</th>
            <th>{t("audit.after")}</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">{words.field(name)}</th>
              <td>{name in before ? <del>{said(name, before[name])}</del> : null}</td>
              <td>{name in after ? <ins>{said(name, after[name])}</ins> : null}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
