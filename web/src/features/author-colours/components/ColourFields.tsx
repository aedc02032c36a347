/** Each colour by its digits, with what is wrong with it and how to mend it. */
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { DeskColours } from "@/api/types";
import { oneDecimal } from "@/i18n/format";
import field from "@/ui/Field.module.css";
import { IconAlertCircle } from "@/ui/icons";
import {
  type Author,
  authors,
  flawOf,
  leastContrast,
  type Pair,
  type Scheme,
  schemes,
} from "../api/contrast";
import styles from "./AuthorColours.module.css";

interface ColourFieldsProps {
  colours: DeskColours;
  onChange: (author: Author, pair: Pair) => void;
}

export function ColourFields({ colours, onChange }: ColourFieldsProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.fields}>
      <legend>{t("colours.own")}</legend>
      <p className={field.help}>{t("colours.own_help")}</p>
      {authors.map((author) => (
        <div key={author} className={styles.author}>
          <span className={styles.name}>{t(`colours.author_${author}`)}</span>
          {schemes.map((scheme) => (
            <ColourField
              key={scheme}
              colours={colours}
              author={author}
              scheme={scheme}
              onChange={(digits) => onChange(author, { ...colours[author], [scheme]: digits })}
            />
          ))}
        </div>
      ))}
    </fieldset>
  );
}

interface ColourFieldProps {
  colours: DeskColours;
  author: Author;
  scheme: Scheme;
  onChange: (digits: string) => void;
}

function ColourField({ colours, author, scheme, onChange }: ColourFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const value = colours[author][scheme];
  const flaw = flawOf(colours, author, scheme);
  return (
    <div className={styles.colour}>
      <label htmlFor={id}>
        <span className="sr">{t(`colours.author_${author}`)}, </span>
        {t(`colours.${scheme}`)}
      </label>
      <div className={styles.entry}>
        <i className={styles.swatch} style={{ background: value }} aria-hidden="true" />
        <input
          id={id}
          className={field.input}
          value={value}
          maxLength={7}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={flaw ? true : undefined}
          aria-describedby={flaw ? `${id}-below` : undefined}
          onChange={(event) => onChange(event.target.value.trim().toLowerCase())}
        />
      </div>
      {flaw ? (
        <div className={field.error} id={`${id}-below`}>
          <IconAlertCircle size={16} stroke={1.75} aria-hidden="true" />
          <span>
            {flaw.why === "low_contrast"
              ? t(`colours.low_contrast_${scheme}`, {
                  contrast: oneDecimal(flaw.contrast),
                  least: oneDecimal(leastContrast),
                })
              : t(`colours.${flaw.why}`)}
          </span>
        </div>
      ) : null}
    </div>
  );
}
