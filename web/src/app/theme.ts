/** Mantine in Hilo's measures (design section 3): what its components are unless told otherwise. */
import { createTheme, Drawer, localStorageColorSchemeManager, Menu, Modal } from "@mantine/core";
import { measures } from "./measures";
import styles from "./theme.module.css";

// Mantine locks the page's scroll by a style element, which the policy refuses. The page does not scroll.
const lockScroll = false;

export const theme = createTheme({
  ...measures,
  components: {
    Modal: Modal.extend({
      defaultProps: {
        size: 520,
        yOffset: 104,
        overlayProps: { backgroundOpacity: 1, color: "var(--scrim)" },
        lockScroll,
      },
      classNames: {
        content: styles.dialog,
        header: styles.dialogHead,
        title: styles.dialogTitle,
        body: styles.dialogBody,
        close: styles.close,
        overlay: styles.scrim,
      },
    }),
    ModalRoot: Modal.Root.extend({ defaultProps: { lockScroll } }),
    Drawer: Drawer.extend({ defaultProps: { lockScroll } }),
    DrawerRoot: Drawer.Root.extend({ defaultProps: { lockScroll } }),
    Menu: Menu.extend({ classNames: { dropdown: styles.menu, item: styles.item, label: styles.label } }),
  },
});

export const colorSchemes = localStorageColorSchemeManager({ key: "hilo.color-scheme" });
