/** Somebody saved another version meanwhile: who, when, both versions side by side, and the choice. */
import { Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { duration } from "@/i18n/format";
import { Button } from "@/ui/Button";
import dialog from "@/ui/Dialog.module.css";
import { Banner } from "@/ui/Feedback";
import { IconAlertTriangle } from "@/ui/icons";
import { useNow } from "@/ui/useNow";
import type { FormFacts } from "./ConfiguredForm";
import { changedKeys, clashes, type Draft, type Saved, same } from "./draft";
import styles from "./Settings.module.css";
import type { Versioned } from "./useCatalogue";

interface ConflictProps<F extends object> {
  current: Versioned;
  draft: Draft<F>;
  saved: Saved<F>;
  blank: F;
  facts: Record<keyof F & string, FormFacts<F>>;
  onMine: () => void;
  onTheirs: () => void;
}

export function ConflictNote<F extends object>(props: ConflictProps<F>) {
  const { t } = useTranslation();
  const nowMs = useNow(30_000);
  const [comparing, setComparing] = useState(false);
  const who = useWho(props.current);
  const at = props.current.changed_at;
  const ago = at ? nowMs - Date.parse(at) : 0;
  return (
    <>
      <Banner
        tone="warn"
        role="alert"
        icon={<IconAlertTriangle size={18} stroke={1.75} aria-hidden="true" />}
        action={
          <Button size="s" onClick={() => setComparing(true)}>
            {t("settings.compare")}
          </Button>
        }
      >
        {ago < 60_000
          ? t("settings.changed_now", { name: who })
          : t("settings.changed_ago", { name: who, time: duration(ago) })}
      </Banner>
      <Modal
        opened={comparing}
        onClose={() => setComparing(false)}
        title={t("settings.compare_title")}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        <Versions {...props} who={who} />
        <div className={dialog.foot}>
          <Button onClick={props.onTheirs}>{t("settings.take_theirs", { name: who })}</Button>
          <Button look="primary" onClick={props.onMine}>
            {t("settings.keep_mine")}
          </Button>
        </div>
      </Modal>
    </>
  );
}

function Versions<F extends object>({ draft, saved, blank, facts, who }: ConflictProps<F> & { who: string }) {
  const { t } = useTranslation();
  const mine = changedKeys(draft, blank);
  const from = draft.base?.values ?? blank;
  const theirs = (Object.keys(saved.values) as (keyof F & string)[]).filter(
    (key) => !same(saved.values[key], from[key]),
  );
  const shown = [...new Set([...mine, ...theirs])];
  const clashing = clashes(draft, saved, blank);
  return (
    <div className={dialog.body}>
      <p>{t(clashing.length > 0 ? "settings.compare_clash" : "settings.compare_apart", { name: who })}</p>
      <table className={styles.versions}>
        <thead>
          <tr>
            <th scope="col">{t("settings.field")}</th>
            <th scope="col">{t("settings.mine")}</th>
            <th scope="col">{t("settings.theirs", { name: who })}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((key) => (
            <tr key={key}>
              <th scope="row">{facts[key].name}</th>
              <td className={mine.includes(key) ? styles.touched : undefined}>
                {facts[key].show(draft.values)}
              </td>
              <td className={theirs.includes(key) ? styles.touched : undefined}>
                {facts[key].show(saved.values)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function useWho({ changed_by }: Versioned): string {
  const { t } = useTranslation();
  return changed_by?.name ?? t("settings.somebody");
}
