/** Mantine in Hilo's measures (design section 3). Colours come from the tokens; see styles/mantine.css. */
import { createTheme, localStorageColorSchemeManager, Menu, Modal } from "@mantine/core";
import styles from "./theme.module.css";

export const theme = createTheme({
  primaryColor: "anil",
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  colors: {
    anil: [
      "#eaf0fe",
      "#d7e3fc",
      "#b6cbf6",
      "#8cabef",
      "#6b8fe2",
      "#5176cd",
      "#3e61b5",
      "#2e4e9e",
      "#203d88",
      "#162e6e",
    ],
    dark: [
      "#e5e6e9",
      "#b2b4b9",
      "#979aa0",
      "#72747c",
      "#2b2c31",
      "#23252a",
      "#222429",
      "#18191d",
      "#131417",
      "#0d0e11",
    ],
  },
  fontFamily: "var(--font)",
  defaultRadius: 6,
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    Modal: Modal.extend({
      defaultProps: {
        size: 520,
        yOffset: 104,
        overlayProps: { backgroundOpacity: 1, color: "var(--scrim)" },
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
    Menu: Menu.extend({ classNames: { dropdown: styles.menu, item: styles.item, label: styles.label } }),
  },
});

export const colorSchemes = localStorageColorSchemeManager({ key: "hilo.color-scheme" });
