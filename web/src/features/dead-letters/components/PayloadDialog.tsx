/** What was received, as it was received; shown as text, never interpreted. */
import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DeadLetter } from "@/api/types";
import { reasonWords } from "../api/deadLetters";
import styles from "./DeadLettersPage.module.css";

export function PayloadDialog({ letter, onClose }: { letter: DeadLetter | null; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={letter !== null}
      onClose={onClose}
      title={t("dead.payload")}
      size={720}
      lockScroll={false}
      closeButtonProps={{ "aria-label": t("dead.close") }}
    >
      {letter ? (
        <>
          <p className={styles.detail}>
            {reasonWords(letter.reason, t)}. {letter.detail}
          </p>
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region has to be reachable by keyboard */}
          <pre className={styles.payload} tabIndex={0}>
            {typeof letter.payload === "string" ? letter.payload : JSON.stringify(letter.payload, null, 2)}
          </pre>
        </>
      ) : null}
    </Modal>
  );
}
