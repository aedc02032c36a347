/** The first stop of the tabulator: over the rail, to what the page is about. */
import { useTranslation } from "react-i18next";
import styles from "./Shell.module.css";

export function SkipLink() {
  const { t } = useTranslation();
  return (
    <button type="button" className={styles.skip} onClick={toContent}>
      {t("app.skip")}
    </button>
  );
}

function toContent(): void {
  const main = document.querySelector("main");
  if (!main) return;
  main.tabIndex = -1;
  main.focus();
}
