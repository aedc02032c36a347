/** The message that the draft answers, and the way to answer none. */
import { useTranslation } from "react-i18next";
import { type Draft, drafts } from "@/state/drafts";
import { IconButton } from "@/ui/Button";
import { IconX } from "@/ui/icons";
import styles from "./Composer.module.css";

interface ReplyQuoteProps {
  conversationId: string;
  quoted: Draft["replyTo"];
}

export function ReplyQuote({ conversationId, quoted }: ReplyQuoteProps) {
  const { t } = useTranslation();
  if (!quoted) return null;
  return (
    <div className={styles.reply}>
      <div>
        <b>{t("composer.reply_to", { name: quoted.author })}</b>
        <div className="cut">{quoted.preview}</div>
      </div>
      <IconButton
        label={t("composer.reply_cancel")}
        onClick={() => drafts.write(conversationId, { replyTo: null })}
      >
        <IconX size={16} stroke={1.75} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
