/** A reply as the customer will read it: what was filled in stands out, and what is missing even more. */
import { useTranslation } from "react-i18next";
import { piecesOf, type Values } from "@/text/variables";
import styles from "./QuickReplies.module.css";

export function Filled({ text, values }: { text: string; values: Values }) {
  const { t } = useTranslation();
  return (
    <section aria-label={t("quick_replies.preview")}>
      <p className="t-meta">{t("quick_replies.preview")}</p>
      <p className={styles.bubble}>
        {piecesOf(text, values).map((piece, index) =>
          piece.variable === null ? (
            piece.text
          ) : (
            <span key={index} className={piece.missing ? styles.missing : styles.filled}>
              {piece.text}
            </span>
          ),
        )}
      </p>
    </section>
  );
}
