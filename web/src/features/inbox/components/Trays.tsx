/** The trays with their figures. */
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { StateGlyph } from "@/ui/StateGlyph";
import { shownCount, type Tray, trays } from "../api/trays";
import { useCounters } from "../api/useTray";
import styles from "./Inbox.module.css";

export function Trays({ tray, hrefOf }: { tray: Tray; hrefOf: (tray: Tray) => string }) {
  const { t } = useTranslation();
  const counters = useCounters().data;
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
