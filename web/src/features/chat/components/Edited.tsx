/** That a message was edited, and on request what it said before. */
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";
import { momentOf } from "@/i18n/format";
import { useNow } from "@/ui/useNow";
import styles from "./Bubble.module.css";

export function Edited({ message }: { message: Message }) {
  const { t } = useTranslation();
  const id = useId();
  const nowMs = useNow(60_000);
  const [open, setOpen] = useState(false);
  const { edited_at, original_text, revoked_at } = message;
  if (!edited_at || revoked_at) return null;
  return (
    <div className={styles.edited}>
      {t("message.edited_at", { moment: momentOf(edited_at, nowMs) })}
      {original_text === null ? null : (
        <>
          {" · "}
          <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
            {t(open ? "message.hide_original" : "message.show_original")}
          </button>
        </>
      )}
      {open ? (
        <p id={id} className={styles.original}>
          {original_text}
        </p>
      ) : null}
    </div>
  );
}
