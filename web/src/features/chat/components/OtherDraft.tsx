/** What the person wrote in this chat on another device, where it is not what stands here: they choose. */
import { useTranslation } from "react-i18next";
import { useNow } from "@/ui/useNow";
import { momentOf } from "@/i18n/format";
import { draftSync, useOtherDraft } from "@/state/draft-sync";
import { Button } from "@/ui/Button";
import styles from "./Composer.module.css";

export function OtherDraft({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation();
  const other = useOtherDraft(conversationId);
  const nowMs = useNow(60_000);
  if (!other) return null;
  return (
    <div className={styles.other} role="status">
      <div>
        <b>{t("other_draft.lead", { time: momentOf(other.savedAt, nowMs) })}</b>
        <p>{other.text || t("other_draft.reply_only")}</p>
      </div>
      <div className={styles.otherChoice}>
        <Button size="s" onClick={() => draftSync.takeOther(conversationId)}>
          {t("other_draft.take")}
        </Button>
        <Button size="s" look="quiet" onClick={() => draftSync.keepMine(conversationId)}>
          {t("other_draft.keep")}
        </Button>
      </div>
    </div>
  );
}
