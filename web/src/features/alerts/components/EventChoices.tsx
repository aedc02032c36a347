/** For each event the ways by which it is told; a sound can be tried. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AlertEvent, AlertWay } from "@/api/types";
import { usePreferences } from "@/state/preferences";
import { IconButton } from "@/ui/Button";
import { IconVolume } from "@/ui/icons";
import { eventGroups, ways } from "../api/events";
import { speaker } from "../api/speaker";
import styles from "./Choices.module.css";

interface EventChoicesProps {
  waysOf: (event: AlertEvent) => readonly AlertWay[];
  isFixed?: (event: AlertEvent) => boolean;
  onChange: (event: AlertEvent, ways: AlertWay[]) => void;
  /** What stands below the ways of an event. */
  below?: (event: AlertEvent) => ReactNode;
}

const loudForTrial = 70;

export function EventChoices({ waysOf, isFixed, onChange, below }: EventChoicesProps) {
  const { t } = useTranslation();
  const { sound_volume } = usePreferences();
  return eventGroups.map(({ name, events }) => (
    <div key={name} className={styles.group}>
      <h2>{t(`alerts.group_${name}`)}</h2>
      {events.map((event) => (
        <fieldset key={event} className={styles.event} disabled={isFixed?.(event)}>
          <legend>{t(`alerts.event_${event}`)}</legend>
          <div className={styles.ways}>
            {ways.map((way) => (
              <label key={way} className={styles.way}>
                <input
                  type="checkbox"
                  checked={waysOf(event).includes(way)}
                  onChange={({ target }) => onChange(event, turned(waysOf(event), way, target.checked))}
                />
                {t(`alerts.way_${way}`)}
              </label>
            ))}
          </div>
          <IconButton
            label={t("alerts.try_of", { event: t(`alerts.event_${event}`) })}
            title={t("alerts.try")}
            className={styles.trial}
            onClick={() => void speaker.play(event, sound_volume || loudForTrial)}
          >
            <IconVolume size={16} stroke={1.75} aria-hidden="true" />
          </IconButton>
          <div className={styles.below}>{below?.(event)}</div>
        </fieldset>
      ))}
    </div>
  ));
}

function turned(before: readonly AlertWay[], way: AlertWay, on: boolean): AlertWay[] {
  return ways.filter((one) => (one === way ? on : before.includes(one)));
}
