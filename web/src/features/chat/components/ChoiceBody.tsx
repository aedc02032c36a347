/** What the customer chose among what was offered: a button, a line of a list, a form, a permission. */
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";
import { IconCornerDownLeft } from "@/ui/icons";
import bubble from "./Bubble.module.css";
import styles from "./Content.module.css";

type Choice = NonNullable<Message["choice"]>;

export function ChoiceBody({ choice }: { choice: Choice }) {
  const { t } = useTranslation();
  const { kind, description, answers } = choice;
  const isForm = kind === "form" && answers.length > 0;
  return (
    <div className={styles.content}>
      <span className={styles.lead}>
        <IconCornerDownLeft size={14} stroke={2} aria-hidden="true" />
        {t(`choice.${kind}`)}
      </span>
      {isForm ? <Answers answers={answers} /> : <Title choice={choice} />}
      {description ? <small>{description}</small> : null}
    </div>
  );
}

function Title({ choice }: { choice: Choice }) {
  const { t } = useTranslation();
  if (choice.kind === "form") return <span>{t("choice.no_answers")}</span>;
  if (choice.kind !== "call_permission") return <b className={bubble.text}>{choice.title}</b>;
  if (choice.id === "accept") return <b>{t("choice.calls_accepted")}</b>;
  return <b>{choice.id === "reject" ? t("choice.calls_rejected") : choice.title}</b>;
}

function Answers({ answers }: { answers: Choice["answers"] }) {
  return (
    <dl className={styles.answers}>
      {answers.map(({ name, value }) => (
        <div key={name}>
          <dt>{words(name)}</dt>
          <dd className={bubble.text}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Fields of forms are named by whoever built them: `nombre_completo`. */
function words(name: string): string {
  return name.replaceAll("_", " ");
}
