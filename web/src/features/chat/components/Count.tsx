/** How much room a text has left; silent until that is little. */
import { useTranslation } from "react-i18next";
import { wholeNumber } from "@/i18n/format";
import { captionLimit, textLimit } from "../api/window";
import styles from "./Composer.module.css";

const countFrom = textLimit - 200;

interface CountProps {
  id: string;
  length: number;
  /** It would go with a file, which takes less; more of it goes as a message of its own. */
  asCaption: boolean;
}

export function Count({ id, length, asCaption }: CountProps) {
  const { t } = useTranslation();
  const over = length > textLimit;
  const excess = wholeNumber(length - textLimit);
  const words = over
    ? t("composer.over", { limit: wholeNumber(textLimit), excess })
    : t("composer.left", { count: textLimit - length });
  const apart = t("composer.apart", { limit: wholeNumber(captionLimit) });
  return (
    <span id={id} className={`${styles.count} ${over ? styles.over : ""}`} aria-live="polite">
      {length >= countFrom ? words : asCaption && length > captionLimit ? apart : null}
    </span>
  );
}
