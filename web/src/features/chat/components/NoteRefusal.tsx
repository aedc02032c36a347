/** Why a note was not kept, above the text that came back. */
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/errors";
import { houseOutbox, refusalKey, useHouseOutbox } from "@/state/house-outbox";
import { IconButton } from "@/ui/Button";
import { Banner } from "@/ui/Feedback";
import { IconAlertCircle, IconX } from "@/ui/icons";
import styles from "./Note.module.css";

const known = [
  "unknown_colleague",
  "not_found",
  "note_fixed",
  "note_removed",
  "version_conflict",
  "forbidden",
] as const;

interface NoteRefusalProps {
  conversationId: string;
  /** What a change of a note ended in. */
  refused: unknown;
  onClose: () => void;
}

export function NoteRefusal({ conversationId, refused, onClose }: NoteRefusalProps) {
  const { t } = useTranslation();
  const error = useHouseOutbox().refusals[refusalKey("note", conversationId)] ?? refused;
  if (!error) return null;
  return (
    <div className={styles.refusal}>
      <Banner
        tone="bad"
        role="alert"
        icon={<IconAlertCircle size={18} stroke={1.75} aria-hidden="true" />}
        action={
          <IconButton
            label={t("composer.dismiss")}
            onClick={() => {
              houseOutbox.dismiss("note", conversationId);
              onClose();
            }}
          >
            <IconX size={16} stroke={1.75} aria-hidden="true" />
          </IconButton>
        }
      >
        {sentence()}
      </Banner>
    </div>
  );

  function sentence(): string {
    if (!(error instanceof ApiError)) return t("note.refused_offline");
    const code = known.find((one) => one === error.code);
    return code ? t(`note.refused_${code}`) : t("note.refused_other", { code: error.code });
  }
}
