/** Mantine in Hilo's measures (design section 3): what its components are unless told otherwise. */
import { createTheme, localStorageColorSchemeManager } from "@mantine/core";
import { measures } from "./measures";
import styles from "./theme.module.css";

// Mantine locks the page's scroll by a style element, which the policy refuses. The page does not scroll.
const lockScroll = false;

// By their names: the components themselves are loaded where they are used.

export const theme = createTheme({
  ...measures,
  components: {
    Modal: {
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
    },
    ModalRoot: { defaultProps: { lockScroll } },
    Drawer: { defaultProps: { lockScroll } },
    DrawerRoot: { defaultProps: { lockScroll } },
    Menu: { classNames: { dropdown: styles.menu, item: styles.item, label: styles.label } },
  },
});

export const colorSchemes = localStorageColorSchemeManager({ key: "hilo.color-scheme" });
