/** What the customer will see of a text that has marks in it. */
import { useTranslation } from "react-i18next";
import { hasMarks } from "@/text/marks";
import styles from "./Preview.module.css";
import { TextBody } from "./TextBody";

export function Preview({ text }: { text: string }) {
  const { t } = useTranslation();
  if (!hasMarks(text)) return null;
  return (
    <section className={styles.preview} aria-label={t("format.preview")}>
      <h3 className={styles.title}>{t("format.preview")}</h3>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region has to be reachable by keyboard */}
      <div className={styles.bubble} tabIndex={0}>
        <TextBody text={text} />
      </div>
    </section>
  );
}
