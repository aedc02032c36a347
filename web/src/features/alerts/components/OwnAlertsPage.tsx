/** By which ways the person wants to be told: their volume, the browser's leave, and each event the house leaves open. */
import { useTranslation } from "react-i18next";
import type { PreferencesToSave } from "@/api/types";
import { preferences, usePreferences } from "@/state/preferences";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { Failure } from "@/ui/Feedback";
import page from "@/ui/Page.module.css";
import { useMyRule } from "../api/alerts";
import { useLeave } from "../api/browser";
import { waysFor } from "../api/events";
import { useSpeakerBlocked } from "../api/speaker";
import styles from "./Choices.module.css";
import { EventChoices } from "./EventChoices";
import { Volume } from "./Volume";

export function OwnAlertsPage() {
  const { t } = useTranslation();
  return (
    <main className={page.page}>
      <title>{t("alerts.own_page_title")}</title>
      <div className={page.head}>
        <h1>{t("alerts.own_title")}</h1>
      </div>
      <div className={page.body}>
        <Sound />
        <Browser />
        <Events />
      </div>
    </main>
  );
}

function useChoose() {
  const { t } = useTranslation();
  return (choice: Partial<PreferencesToSave>) =>
    void preferences.choose(choice).catch(() => toast.show(t("preferences.not_saved")));
}

function Sound() {
  const { t } = useTranslation();
  const { sound_volume, quiet_on_break } = usePreferences();
  const blocked = useSpeakerBlocked();
  const choose = useChoose();
  return (
    <section className={styles.section} aria-labelledby="alerts-sound">
      <h2 id="alerts-sound">{t("alerts.sound")}</h2>
      <Volume kept={sound_volume} onChosen={(value) => choose({ sound_volume: value })} />
      {blocked ? <p role="status">{t("alerts.sound_blocked")}</p> : null}
      <label className={styles.option}>
        <input
          type="checkbox"
          checked={quiet_on_break}
          onChange={(event) => choose({ quiet_on_break: event.target.checked })}
        />
        {t("alerts.quiet_on_break")}
      </label>
    </section>
  );
}

function Browser() {
  const { t } = useTranslation();
  const { given, ask } = useLeave();
  const { alerts_show_text } = usePreferences();
  const choose = useChoose();
  return (
    <section className={styles.section} aria-labelledby="alerts-browser">
      <h2 id="alerts-browser">{t("alerts.browser")}</h2>
      <p role="status">{t(`alerts.leave_${given}`)}</p>
      {given === "default" ? (
        <Button size="s" onClick={() => void ask()}>
          {t("alerts.ask_leave")}
        </Button>
      ) : null}
      <label className={styles.option}>
        <input
          type="checkbox"
          checked={alerts_show_text}
          onChange={(event) => choose({ alerts_show_text: event.target.checked })}
        />
        {t("alerts.show_text")}
      </label>
      <p>{t("alerts.show_text_help")}</p>
    </section>
  );
}

function Events() {
  const { t } = useTranslation();
  const rule = useMyRule();
  const { alert_ways } = usePreferences();
  const choose = useChoose();
  if (rule.isError && !rule.data) {
    return <Failure title={t("alerts.rule_failed")} error={rule.error} onRetry={() => void rule.refetch()} />;
  }
  const { data } = rule;
  if (!data) return null;
  return (
    <>
      <p className={page.intro}>{t("alerts.own_help")}</p>
      <EventChoices
        waysOf={(event) => [...waysFor(data, alert_ways, event)]}
        isFixed={(event) => data.events[event]?.is_open === false}
        onChange={(event, ways) => choose({ alert_ways: { [event]: ways } })}
        below={(event) => {
          if (data.events[event]?.is_open === false) return t("alerts.fixed");
          return alert_ways[event] ? (
            <button type="button" onClick={() => choose({ alert_ways: { [event]: null } })}>
              {t("alerts.back_to_rule")}
            </button>
          ) : null;
        }}
      />
    </>
  );
}
