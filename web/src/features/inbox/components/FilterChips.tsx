/** The filters that are on, each to be taken away. */
import { useTranslation } from "react-i18next";
import { IconX } from "@/ui/icons";
import { LabelSquare } from "@/ui/LabelChip";
import { choices, type Filters, isNarrowed, noFilters } from "../api/filters";
import { chosenOf, type Option, useChoices } from "../api/useChoices";
import styles from "./Filters.module.css";

interface FilterChipsProps {
  filters: Filters;
  onFilters: (filters: Filters) => void;
}

export function FilterChips({ filters, onFilters }: FilterChipsProps) {
  return isNarrowed(filters) ? <Chips filters={filters} onFilters={onFilters} /> : null;
}

function Chips({ filters, onFilters }: FilterChipsProps) {
  const { t } = useTranslation();
  const options = useChoices();
  const chips = choices.flatMap((name) => {
    const value = filters[name];
    return value === null ? [] : [{ name, option: chosenOf(options[name], value) }];
  });
  return (
    <ul className={styles.chips} aria-label={t("filter.chosen")}>
      {chips.map(({ name, option }) => (
        <Chip
          key={name}
          what={t(`filter.${name}`)}
          text={option.name}
          colour={option.colour}
          onRemove={() => onFilters({ ...filters, [name]: null })}
        />
      ))}
      {filters.unread ? (
        <Chip text={t("filter.unread")} onRemove={() => onFilters({ ...filters, unread: false })} />
      ) : null}
      {chips.length > 1 ? (
        <li>
          <button type="button" className={styles.none} onClick={() => onFilters(noFilters)}>
            {t("filter.clear")}
          </button>
        </li>
      ) : null}
    </ul>
  );
}

interface ChipProps extends Pick<Option, "colour"> {
  what?: string;
  text: string;
  onRemove: () => void;
}

function Chip({ what, text, colour, onRemove }: ChipProps) {
  const { t } = useTranslation();
  const words = what ? `${what}: ${text}` : text;
  return (
    <li className={styles.chip}>
      {colour ? <LabelSquare colour={colour} /> : null}
      <span className="cut" title={words}>
        {what ? <span className={styles.what}>{what} </span> : null}
        {text}
      </span>
      <button type="button" aria-label={t("filter.remove", { name: words })} onClick={onRemove}>
        <IconX size={14} stroke={2} aria-hidden="true" />
      </button>
    </li>
  );
}
