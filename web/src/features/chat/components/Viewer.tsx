/** The frame in which a file is looked at large: its name, what can be done with it, and the file itself. */
import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/ui/Button";
import { IconDownload } from "@/ui/icons";
import styles from "./Viewer.module.css";

interface ViewerProps {
  name: string;
  tools: ReactNode;
  onDownload: () => void;
  onClose: () => void;
  children: ReactNode;
}

export function Viewer({ name, tools, onDownload, onClose, children }: ViewerProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      fullScreen
      title={name}
      closeButtonProps={{ "aria-label": t("media.close") }}
    >
      <div className={styles.viewer}>
        <div className={styles.tools} role="toolbar" aria-label={t("viewer.tools")}>
          {tools}
          <IconButton label={t("media.download")} onClick={onDownload}>
            <IconDownload size={18} stroke={1.75} aria-hidden="true" />
          </IconButton>
        </div>
        {children}
      </div>
    </Modal>
  );
}
