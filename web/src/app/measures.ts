/** The design's measures and colours in Mantine's words; the build turns them into a style sheet (scripts/). */
import type { CSSVariablesResolver, MantineThemeOverride } from "@mantine/core";

export const measures = {
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
  fontSizes: { sm: "14px", md: "14px" },
  lineHeights: { md: "20px" },
  defaultRadius: 6,
  focusRing: "auto",
  respectReducedMotion: true,
} satisfies MantineThemeOverride;

const tokens = {
  "--mantine-color-body": "var(--paper)",
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-dimmed": "var(--ink-3)",
  "--mantine-color-placeholder": "var(--ink-3)",
  "--mantine-color-error": "var(--bad)",
  "--mantine-color-default-border": "var(--line)",
  "--mantine-primary-color-contrast": "var(--on-accent)",
};

/** Mantine's colours by role are the tokens', which know both schemes. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: { "--mantine-primary-color-filled": "var(--accent)" },
  light: tokens,
  dark: tokens,
});
