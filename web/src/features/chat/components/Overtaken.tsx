/** Somebody else has answered while the person was writing: what was said, before it is said twice. */
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";
import { withoutMarks } from "@/text/marks";
import { Button } from "@/ui/Button";
import styles from "./Composer.module.css";

interface OvertakenProps {
  answer: Message;
  /** The person wanted to send all the same. */
  asked: boolean;
  onSeen: () => void;
  onSend: () => void;
}

export function Overtaken({ answer, asked, onSeen, onSend }: OvertakenProps) {
  const { t } = useTranslation();
  const name = answer.author.name ?? t(answer.author.kind === "bot" ? "message.bot" : "message.from_app");
  const said = answer.text ? withoutMarks(answer.text) : t(`preview.${answer.kind}`);
  return (
    <div className={`${styles.other} ${styles.overtaken}`} role="alert">
      <div>
        <b>{t("overtaken.lead", { name })}</b>
        <p>{said}</p>
        {asked ? <p>{t("overtaken.ask")}</p> : null}
      </div>
      <div className={styles.otherChoice}>
        {asked ? (
          <Button size="s" onClick={onSend}>
            {t("overtaken.send")}
          </Button>
        ) : null}
        <Button size="s" look="quiet" onClick={onSeen}>
          {t("overtaken.seen")}
        </Button>
      </div>
    </div>
  );
}
