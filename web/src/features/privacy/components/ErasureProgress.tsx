/** How far an erasure has come, what it waits for, or what it found. */
import { useTranslation } from "react-i18next";
import { momentOf } from "@/i18n/format";
import { useNow } from "@/ui/useNow";
import type { Erasure } from "../api/privacy";
import styles from "./Privacy.module.css";

export function ErasureProgress({ erasure }: { erasure: Erasure }) {
  const { t } = useTranslation();
  const nowMs = useNow(30_000);
  const { counts } = erasure;
  const who = erasure.asked_by.name ?? erasure.asked_by.id;
  return (
    <div role="status">
      {erasure.state === "done" ? (
        t("privacy.erased_at", { when: momentOf(erasure.finished_at ?? "", nowMs) })
      ) : (
        <>
          <label>
            {t("privacy.erasing")}{" "}
            <progress className={styles.progress} value={erasure.done_steps} max={erasure.all_steps} />
          </label>
          {erasure.waits_for ? <small>{t(`privacy.waits_${erasure.waits_for}`)}</small> : null}
        </>
      )}
      <small>
        {t("privacy.erased_counts", {
          conversations: counts.conversations ?? 0,
          messages: counts.messages ?? 0,
          files: counts.files ?? 0,
        })}
      </small>
      <small>{t("privacy.asked_by", { who, when: momentOf(erasure.asked_at, nowMs) })}</small>
    </div>
  );
}
