/** The panel where it has no column of its own: from the right on a tablet, a sheet on a phone. */
import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Shell.module.css";

interface PanelDrawerProps {
  opened: boolean;
  asSheet: boolean;
  onClose: () => void;
  children: ReactNode;
}

export function PanelDrawer({ opened, asSheet, onClose, children }: PanelDrawerProps) {
  const { t } = useTranslation();
  return (
    <Drawer.Root
      opened={opened}
      onClose={onClose}
      position={asSheet ? "bottom" : "right"}
      size={asSheet ? "85%" : 328}
    >
      <Drawer.Overlay backgroundOpacity={1} color="var(--scrim)" />
      <Drawer.Content aria-label={t("panel.label")} className={styles.drawer}>
        <Drawer.Body className={styles.drawerBody}>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
