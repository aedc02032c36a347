/** How the signed-in person likes to work. Each choice acts at once; a new one is a row of `switches`. */
import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { PreferencesToSave } from "@/api/types";
import { languageNames, languages } from "@/i18n/languages";
import { preferences, usePreferences } from "@/state/preferences";
import { toast } from "@/state/toast";
import styles from "./PreferencesDialog.module.css";

const switches = ["enter_sends", "single_key_shortcuts"] as const;
const waits = [0, 5, 10] as const;

export function PreferencesDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("preferences.title")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <div className={styles.body}>
        <p className={styles.help}>{t("preferences.help")}</p>
        <LanguageChoice />
        <UndoSend />
        {switches.map((name) => (
          <Switch key={name} name={name} />
        ))}
      </div>
    </Modal>
  );
}

function LanguageChoice() {
  const { t } = useTranslation();
  const chosen = usePreferences().language;
  return (
    <fieldset className={styles.group}>
      <legend>{t("preferences.language")}</legend>
      <p className={styles.help}>{t("preferences.language_help")}</p>
      <div className={styles.choices}>
        {(["auto", ...languages] as const).map((language) => (
          <label key={language} className={styles.choice} lang={language === "auto" ? undefined : language}>
            <input
              type="radio"
              name="language"
              checked={chosen === language}
              onChange={() => choose({ language }, t("preferences.not_saved"))}
            />
            {language === "auto" ? t("preferences.language_auto") : languageNames[language]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function UndoSend() {
  const { t } = useTranslation();
  const chosen = usePreferences().undo_send_seconds;
  return (
    <fieldset className={styles.group}>
      <legend>{t("preferences.undo_send")}</legend>
      <p className={styles.help}>{t("preferences.undo_send_help")}</p>
      <div className={styles.choices}>
        {waits.map((seconds) => (
          <label key={seconds} className={styles.choice}>
            <input
              type="radio"
              name="undo_send_seconds"
              checked={chosen === seconds}
              onChange={() => choose({ undo_send_seconds: seconds }, t("preferences.not_saved"))}
            />
            {t(`preferences.undo_send_${seconds}`)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Switch({ name }: { name: (typeof switches)[number] }) {
  const { t } = useTranslation();
  const on = usePreferences()[name];
  return (
    <div className={styles.group}>
      <label className={styles.choice}>
        <input
          type="checkbox"
          role="switch"
          checked={on}
          aria-describedby={`${name}-help`}
          onChange={(event) => choose({ [name]: event.target.checked }, t("preferences.not_saved"))}
        />
        <b>{t(`preferences.${name}`)}</b>
      </label>
      <p className={styles.help} id={`${name}-help`}>
        {t(`preferences.${name}_help`)}
      </p>
    </div>
  );
}

function choose(choice: Partial<PreferencesToSave>, refused: string): void {
  preferences.choose(choice).catch(() => toast.show(refused));
}
