/** Eight hues, each with its name: colour alone says nothing. */
import { useTranslation } from "react-i18next";
import type { Label } from "@/api/types";
import { LabelSquare } from "@/ui/LabelChip";
import { colours } from "../api/labels";
import styles from "./Labels.module.css";

interface ColourChoiceProps {
  value: Label["colour"];
  onChange: (colour: Label["colour"]) => void;
}

export function ColourChoice({ value, onChange }: ColourChoiceProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.colours}>
      <legend>{t("labels.colour")}</legend>
      <div className={styles.hues}>
        {colours.map((colour) => (
          <label key={colour} className={styles.hue}>
            <input
              type="radio"
              name="colour"
              value={colour}
              checked={colour === value}
              onChange={() => onChange(colour)}
            />
            <LabelSquare colour={colour} />
            {t(`labels.colour_${colour}`)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
