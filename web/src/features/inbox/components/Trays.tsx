/** The trays with their figures. */
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { StateGlyph } from "@/ui/StateGlyph";
import type { Filters } from "../api/filters";
import { shownCount, type Tray, trays } from "../api/trays";
import { useCounters } from "../api/useTray";
import styles from "./Inbox.module.css";

interface TraysProps {
  tray: Tray;
  filters: Filters;
  hrefOf: (tray: Tray) => string;
}

export function Trays({ tray, filters, hrefOf }: TraysProps) {
  const { t } = useTranslation();
  const counters = useCounters(filters).data;
  return (
    <nav className={styles.trays} aria-label={t("tray.label")}>
      {trays.map((one) => (
        <Link
          key={one}
          href={hrefOf(one)}
          className={styles.tray}
          aria-current={one === tray ? "true" : undefined}
        >
          <b>
            {one === "open" ? null : <StateGlyph state={one} />}
            {counters ? shownCount(one, counters) : "–"}
          </b>
          {t(`tray.${one}`)}
        </Link>
      ))}
    </nav>
  );
}
