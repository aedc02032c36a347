/** Below the field: why its words cannot be sent. They stay as they are. */
import { useTranslation } from "react-i18next";
import type { ApiError } from "@/api/errors";
import { Banner } from "@/ui/Feedback";
import { IconAlertCircle } from "@/ui/icons";
import { notAllowed } from "../api/refusals";
import styles from "./Composer.module.css";

export function WordsRefused({ refusal }: { refusal: ApiError | null }) {
  const { t } = useTranslation();
  if (!refusal) return null;
  return (
    <div className={`${styles.refusal} ${styles.words}`}>
      <Banner tone="warn" role="status" icon={<IconAlertCircle size={18} stroke={1.75} aria-hidden="true" />}>
        {notAllowed(refusal, t)}
      </Banner>
    </div>
  );
}
