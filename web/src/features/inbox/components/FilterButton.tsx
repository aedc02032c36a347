/** Opens the filters; says how many are on. The form is fetched when it is first opened. */
import { Popover } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/ui/Button";
import { IconAdjustments } from "@/ui/icons";
import { asQuery, type Filters } from "../api/filters";
import styles from "./Filters.module.css";

const FilterForm = lazy(() => import("./FilterForm"));

interface FilterButtonProps {
  filters: Filters;
  onFilters: (filters: Filters) => void;
}

export function FilterButton({ filters, onFilters }: FilterButtonProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const count = Object.values(asQuery(filters)).filter(Boolean).length;
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      withinPortal={false}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <IconButton
          label={count > 0 ? t("filter.open_count", { count }) : t("filter.open")}
          on={count > 0}
          aria-expanded={opened}
          onClick={() => setOpened((before) => !before)}
        >
          <IconAdjustments size={18} stroke={1.75} aria-hidden="true" />
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown className={styles.popover}>
        <Suspense fallback={<div className={styles.form} />}>
          <FilterForm filters={filters} onFilters={onFilters} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
