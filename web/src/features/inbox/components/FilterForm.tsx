/** The filters of the list, each taken up at once. */
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import { type Choice, choices, type Filters, isNarrowed, noFilters } from "../api/filters";
import { type Option, useChoices } from "../api/useChoices";
import styles from "./Filters.module.css";

interface FilterFormProps {
  filters: Filters;
  onFilters: (filters: Filters) => void;
}

export default function FilterForm({ filters, onFilters }: FilterFormProps) {
  const { t } = useTranslation();
  const options = useChoices();
  return (
    <div className={styles.form}>
      {choices.map((name) => (
        <ChoiceField
          key={name}
          name={name}
          value={filters[name]}
          options={options[name]}
          onValue={(value) => onFilters({ ...filters, [name]: value })}
        />
      ))}
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={filters.unread}
          onChange={(event) => onFilters({ ...filters, unread: event.target.checked })}
        />
        {t("filter.unread")}
      </label>
      <Button
        size="s"
        look="quiet"
        className={styles.clear}
        disabled={!isNarrowed(filters)}
        onClick={() => onFilters(noFilters)}
      >
        {t("filter.clear")}
      </Button>
    </div>
  );
}

interface ChoiceFieldProps {
  name: Choice;
  value: string | null;
  options: readonly Option[];
  onValue: (value: string | null) => void;
}

/** A label narrows alone, as not all bear it; of the others, one is no choice. */
const leastOf = (name: Choice) => (name === "label" ? 1 : 2);

/** Left out where there is nothing to choose between. */
function ChoiceField({ name, value, options, onValue }: ChoiceFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  if (options.length < leastOf(name) && value === null) return null;
  const missing = value !== null && !options.some((option) => option.value === value);
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{t(`filter.${name}`)}</label>
      <select id={id} value={value ?? ""} onChange={(event) => onValue(event.target.value || null)}>
        <option value="">{t(`filter.any_${name}`)}</option>
        {missing ? <option value={value}>{value}</option> : null}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
    </div>
  );
}
