/** How much room a text has left; silent until that is little. */
import { useTranslation } from "react-i18next";
import { wholeNumber } from "@/i18n/format";
import { textLimit } from "../api/window";
import styles from "./Composer.module.css";

const countFrom = textLimit - 200;

export function Count({ id, length }: { id: string; length: number }) {
  const { t } = useTranslation();
  const over = length > textLimit;
  const excess = wholeNumber(length - textLimit);
  const words = over
    ? t("composer.over", { limit: wholeNumber(textLimit), excess })
    : t("composer.left", { count: textLimit - length });
  return (
    <span id={id} className={`${styles.count} ${over ? styles.over : ""}`} aria-live="polite">
      {length >= countFrom ? words : null}
    </span>
  );
}
