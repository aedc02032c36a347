/** The templates of a connection, narrowed by words, category and language. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Template } from "@/api/types";
import { capitalised, localeOfWords, perLanguage } from "@/i18n/languages";
import { IconAlertTriangle } from "@/ui/icons";
import { TextField } from "@/ui/Field";
import { chosenAmong, titleOf } from "../api/filling";
import { useCategoryName } from "./Cost";
import { SelectField } from "./SelectField";
import styles from "./Templates.module.css";

interface TemplateListProps {
  templates: readonly Template[];
  chosen: Template | null;
  onChoose: (template: Template) => void;
}

export function TemplateList({ templates, chosen, onChoose }: TemplateListProps) {
  const { t } = useTranslation();
  const categoryName = useCategoryName();
  const [search, setSearch] = useState("");
  const [category, setCategory] = useState("");
  const [language, setLanguage] = useState("");
  const shown = chosenAmong(templates, search, category, language);
  return (
    <div className={styles.side}>
      <div className={styles.filters}>
        <TextField
          label={t("templates.search")}
          type="search"
          value={search}
          data-autofocus
          onChange={(event) => setSearch(event.target.value)}
        />
        <SelectField
          quiet
          label={t("templates.category")}
          value={category}
          onChange={(event) => setCategory(event.target.value)}
        >
          <option value="">{t("templates.all_categories")}</option>
          {distinct(templates, "category").map((one) => (
            <option key={one} value={one}>
              {categoryName(one)}
            </option>
          ))}
        </SelectField>
        <SelectField
          quiet
          label={t("templates.language")}
          value={language}
          onChange={(event) => setLanguage(event.target.value)}
        >
          <option value="">{t("templates.all_languages")}</option>
          {distinct(templates, "language").map((one) => (
            <option key={one} value={one}>
              {languageName(one)}
            </option>
          ))}
        </SelectField>
      </div>
      <ul className={styles.list} aria-label={t("templates.list")}>
        {shown.map((one) => (
          <li key={`${one.name} ${one.language}`}>
            <button
              type="button"
              className={styles.one}
              aria-pressed={one === chosen}
              onClick={() => onChoose(one)}
            >
              <b className="cut">{titleOf(one)}</b>
              <small className="cut">{one.body}</small>
              {one.refusal ? (
                <small className={styles.refused}>
                  <IconAlertTriangle size={14} stroke={2} aria-hidden="true" />
                  {t(`templates.refusal.${one.refusal}`)}
                </small>
              ) : (
                <small>{`${categoryName(one.category)} · ${languageName(one.language)}`}</small>
              )}
            </button>
          </li>
        ))}
        {shown.length === 0 ? <li className={styles.hint}>{t("templates.none")}</li> : null}
      </ul>
    </div>
  );
}

function distinct(templates: readonly Template[], what: "category" | "language"): string[] {
  return [...new Set(templates.map((one) => one[what]))].sort();
}

const languages = perLanguage(
  () => new Intl.DisplayNames([localeOfWords()], { type: "language", languageDisplay: "standard" }),
);

/** "es" → "Español", "en_US" → "Inglés (Estados Unidos)"; what is no language stays as it is. */
function languageName(code: string): string {
  try {
    return capitalised(languages().of(code.replace("_", "-")) ?? code);
  } catch {
    return code;
  }
}
