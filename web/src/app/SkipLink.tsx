/** The first stop of the tabulator: over the rail, to what the page is about. */
import { useTranslation } from "react-i18next";
import { focusContent } from "./content";
import styles from "./Shell.module.css";

export function SkipLink() {
  const { t } = useTranslation();
  return (
    <button type="button" className={styles.skip} onClick={focusContent}>
      {t("app.skip")}
    </button>
  );
}
