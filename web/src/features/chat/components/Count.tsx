/** How much room a text has left, silent until that is little; or that a quick reply is to be waited for. */
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
  replyComing: boolean;
}

export function Count({ id, length, asCaption, replyComing }: CountProps) {
  const { t } = useTranslation();
  const over = length > textLimit;
  const excess = wholeNumber(length - textLimit);
  const words = over
    ? t("composer.over", { limit: wholeNumber(textLimit), excess })
    : t("composer.left", { count: textLimit - length });
  const apart =
    asCaption && length > captionLimit ? t("composer.apart", { limit: wholeNumber(captionLimit) }) : null;
  const coming = replyComing ? t("composer.reply_coming") : null;
  return (
    <span id={id} className={`${styles.count} ${over ? styles.over : ""}`} aria-live="polite">
      {coming ?? (length >= countFrom ? words : apart)}
    </span>
  );
}
