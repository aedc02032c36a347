/** The ear: opens the side line, and says how much was whispered since one last listened. */
import { useTranslation } from "react-i18next";
import type { Conversation } from "@/api/types";
import { useWhisperPanel, whisperPanels } from "@/state/whisper-panel";
import { IconButton } from "@/ui/Button";
import { IconEar } from "@/ui/icons";
import { useMayWhisper, useSideLine } from "../api/notes";
import styles from "./Whisper.module.css";

export function WhisperButton({ conversation }: { conversation: Conversation }) {
  return useMayWhisper(conversation) ? <Ear conversation={conversation} /> : null;
}

function Ear({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation();
  const { unheard } = useSideLine(conversation);
  const open = useWhisperPanel(conversation.id);
  const news = !open && unheard > 0;
  return (
    <IconButton
      label={
        open ? t("whisper.close") : news ? t("whisper.open_count", { count: unheard }) : t("whisper.open")
      }
      aria-expanded={open}
      className={open || news ? styles.earOn : undefined}
      onClick={() => whisperPanels.toggle(conversation.id)}
    >
      <IconEar size={18} stroke={1.75} aria-hidden="true" />
      {news ? (
        <span className={styles.news} aria-hidden="true">
          {unheard > 9 ? "9+" : unheard}
        </span>
      ) : null}
    </IconButton>
  );
}
