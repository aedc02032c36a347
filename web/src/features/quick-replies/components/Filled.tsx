/** A reply as the customer will read it: what was filled in stands out, and what is missing even more. */
import { useTranslation } from "react-i18next";
import { fieldName } from "@/api/client-values";
import { uncapitalised } from "@/i18n/languages";
import { fieldOf, type Piece, piecesOf, type Values } from "@/text/variables";
import styles from "./QuickReplies.module.css";

interface FilledProps {
  text: string;
  values: Values;
}

export function Filled({ text, values }: FilledProps) {
  const { t } = useTranslation();
  return (
    <section aria-label={t("quick_replies.preview")}>
      <p className="t-meta">{t("quick_replies.preview")}</p>
      <p className={styles.bubble}>
        <Pieces text={text} values={values} />
      </p>
    </section>
  );
}

export function Pieces({ text, values }: FilledProps) {
  return piecesOf(text, values).map((piece, index) =>
    piece.variable === null ? (
      piece.text
    ) : (
      <span key={index} className={piece.missing ? styles.missing : styles.filled}>
        {shown(piece)}
      </span>
    ),
  );
}

/** What is missing of the customer under the name it is asked by. */
function shown({ text, variable, missing }: Piece): string {
  const field = missing && variable ? fieldOf(variable) : null;
  return field ? `[${uncapitalised(fieldName(field))}]` : text;
}
