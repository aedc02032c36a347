/** The notes could not be fetched: what is shown of the thread lacks them. */
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import { Banner } from "@/ui/Feedback";
import { IconAlertCircle } from "@/ui/icons";
import { useNotesTrouble } from "../api/notes";

export function NotesTrouble({ ids, through }: { ids: readonly string[]; through: string }) {
  const { t } = useTranslation();
  const { isError, retry } = useNotesTrouble(ids, through);
  if (!isError) return null;
  return (
    <Banner
      tone="bad"
      role="alert"
      icon={<IconAlertCircle size={18} stroke={1.75} aria-hidden="true" />}
      action={
        <Button size="s" onClick={retry}>
          {t("failure.retry")}
        </Button>
      }
    >
      {t("note.failed")}
    </Banner>
  );
}
