/** The keys and what they do; single keys can be switched off (WCAG 2.1.4). */
import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { preferences, usePreferences } from "@/state/preferences";
import { toast } from "@/state/toast";
import styles from "./ShortcutList.module.css";

const list = [
  { keys: ["J"], does: "next" },
  { keys: ["K"], does: "previous" },
  { keys: ["enter"], does: "open" },
  { keys: ["shift", "enter"], does: "newline" },
  { keys: ["R"], does: "answer" },
  { keys: ["N"], does: "note" },
  { keys: ["E"], does: "resolve" },
  { keys: ["A"], does: "claim" },
  { keys: ["L"], does: "label" },
  { keys: ["Alt", "↑ ↓"], does: "next_unread" },
  { keys: ["X"], does: "choose" },
  { keys: ["shift", "↑ ↓"], does: "choose_on" },
  { keys: ["U"], does: "unread" },
  { keys: ["P"], does: "snooze" },
  { keys: ["]"], does: "panel" },
  { keys: ["C"], does: "alerts" },
  { keys: ["Z"], does: "undo" },
  { keys: ["?"], does: "list" },
] as const;

export function ShortcutList({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const enabled = usePreferences().single_key_shortcuts;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("app.shortcuts")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <div className={styles.body}>
        <dl className={styles.keys}>
          {list.map(({ keys, does }) => (
            <div key={does}>
              <dt>
                {keys.map((key) => (
                  <kbd key={key}>{key === "enter" || key === "shift" ? t(`key.${key}`) : key}</kbd>
                ))}
              </dt>
              <dd>{t(`shortcut.${does}`)}</dd>
            </div>
          ))}
        </dl>
        <label className={styles.choice}>
          <input
            type="checkbox"
            checked={enabled}
            onChange={(event) =>
              void preferences
                .choose({ single_key_shortcuts: event.target.checked })
                .catch(() => toast.show(t("preferences.not_saved")))
            }
          />
          {t("shortcut.enabled")}
        </label>
        <p className="t-meta">{t("shortcut.note")}</p>
        <Link href="/help" onClick={onClose}>
          {t("shortcut.manual")}
        </Link>
      </div>
    </Modal>
  );
}
