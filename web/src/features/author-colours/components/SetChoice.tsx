/** Sets of colours that go together; one's own once a colour was changed. */
import { useTranslation } from "react-i18next";
import type { DeskColours } from "@/api/types";
import { authors } from "../api/contrast";
import { setNames, setOf, sets } from "../api/sets";
import styles from "./AuthorColours.module.css";
import { Swatch } from "./Swatch";

interface SetChoiceProps {
  colours: DeskColours;
  onChange: (colours: DeskColours) => void;
}

export function SetChoice({ colours, onChange }: SetChoiceProps) {
  const { t } = useTranslation();
  const chosen = setOf(colours);
  return (
    <fieldset className={styles.sets}>
      <legend>{t("colours.sets")}</legend>
      <div className={styles.hues}>
        {setNames.map((name) => (
          <label key={name} className={styles.set}>
            <input
              type="radio"
              name="set"
              value={name}
              checked={name === chosen}
              onChange={() => onChange(sets[name])}
            />
            {t(`colours.set_${name}`)}
            <span className={styles.swatches}>
              {authors.map((author) => (
                <Swatch key={author} pair={sets[name][author]} />
              ))}
            </span>
          </label>
        ))}
        {chosen ? null : <span className={`${styles.set} ${styles.own}`}>{t("colours.set_own")}</span>}
      </div>
    </fieldset>
  );
}
