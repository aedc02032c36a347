/** What was chosen on both schemes at once, as a thread shows it; without what could not be read. */
import { useTranslation } from "react-i18next";
import type { DeskColours } from "@/api/types";
import { type Author, authors, flawOf, type Scheme, schemes } from "../api/contrast";
import styles from "./AuthorColours.module.css";

export function Sample({ colours }: { colours: DeskColours }) {
  const { t } = useTranslation();
  const behind = (author: Author, scheme: Scheme) =>
    flawOf(colours, author, scheme) ? "none" : colours[author][scheme];
  return (
    <section aria-label={t("colours.preview")}>
      <p className={styles.legend}>{t("colours.preview")}</p>
      <div className={styles.samples}>
        {schemes.map((scheme) => (
          <div key={scheme} className={styles.sample} style={{ colorScheme: scheme }}>
            {authors.map((author) => (
              <p
                key={author}
                className={`${styles.bubble} ${styles[author]}`}
                style={{ background: behind(author, scheme) }}
              >
                {t(`colours.sample_${author}`)}
              </p>
            ))}
          </div>
        ))}
      </div>
    </section>
  );
}
