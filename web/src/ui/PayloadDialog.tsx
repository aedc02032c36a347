/** What was received, as it was received; shown as text, never interpreted. */
import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import styles from "./PayloadDialog.module.css";

export interface Payload {
  lead: string;
  content: unknown;
}

export function PayloadDialog({ payload, onClose }: { payload: Payload | null; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={payload !== null}
      onClose={onClose}
      title={t("payload.title")}
      size={720}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {payload ? (
        <>
          <p className={styles.lead}>{payload.lead}</p>
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region has to be reachable by keyboard */}
          <pre className={styles.payload} tabIndex={0}>
            {typeof payload.content === "string" ? payload.content : JSON.stringify(payload.content, null, 2)}
          </pre>
        </>
      ) : null}
    </Modal>
  );
}
