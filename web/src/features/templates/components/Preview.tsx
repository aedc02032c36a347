/** The template as the customer will see it: what was filled in the accent, what is missing as a warning. */
import { useTranslation } from "react-i18next";
import type { Template } from "@/api/types";
import { IconFileText, IconPhoto, IconVideo } from "@/ui/icons";
import { bodyKey, fileKindOf, headerKey, partsOf, type Values } from "../api/filling";
import styles from "./Templates.module.css";

interface PreviewProps {
  template: Template;
  values: Values;
  fileName: string | null;
}

const icons = { image: IconPhoto, video: IconVideo, document: IconFileText } as const;

export function Preview({ template, values, fileName }: PreviewProps) {
  const { t } = useTranslation();
  const { header, body, footer, buttons } = template;
  const fileKind = fileKindOf(template);
  const Icon = fileKind ? icons[fileKind] : null;
  return (
    <section className={styles.shown}>
      <h3>{t("templates.preview")}</h3>
      <div className={styles.bubble}>
        {fileKind && Icon ? (
          <div className={styles.file}>
            <Icon size={18} stroke={1.75} aria-hidden="true" />
            <span className={fileName ? "cut" : styles.missing}>
              {fileName ?? t(`templates.no_file.${fileKind}`)}
            </span>
          </div>
        ) : null}
        {header?.text ? (
          <p className={styles.head}>
            <Filled text={header.text} keyOf={headerKey} values={values} />
          </p>
        ) : null}
        <p>
          <Filled text={body} keyOf={bodyKey} values={values} />
        </p>
        {footer ? <p className={styles.foot}>{footer}</p> : null}
        {buttons.map(({ text }, index) => (
          <div className={styles.press} key={`${index} ${text}`}>
            {text}
          </div>
        ))}
      </div>
    </section>
  );
}

function Filled({ text, keyOf, values }: { text: string; keyOf: (name: string) => string; values: Values }) {
  return partsOf(text, keyOf, values).map(({ text: words, look }, index) =>
    look === "plain" ? (
      words
    ) : (
      <span key={index} className={styles[look]}>
        {words}
      </span>
    ),
  );
}
