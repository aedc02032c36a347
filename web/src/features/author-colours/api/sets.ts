/** Sets of colours known to be readable and told apart in both schemes; a test measures each. */
import type { DeskColours } from "@/api/types";
import { same } from "@/settings/draft";

export const setNames = ["hilo", "calm", "warm", "fresh", "neutral"] as const;
export type SetName = (typeof setNames)[number];

const note = { light: "#fef5ce", dark: "#352d15" };

export const sets: Record<SetName, DeskColours> = {
  hilo: {
    customer: { light: "#f1f0ee", dark: "#26282c" },
    agent: { light: "#e1ebff", dark: "#273657" },
    bot: { light: "#ffffff", dark: "#18191d" },
    note,
  },
  calm: {
    customer: { light: "#eef0f4", dark: "#23272e" },
    agent: { light: "#d9f0ea", dark: "#173630" },
    bot: { light: "#ece8f7", dark: "#2a2640" },
    note,
  },
  warm: {
    customer: { light: "#f6efe7", dark: "#2e2822" },
    agent: { light: "#fde6dc", dark: "#43281e" },
    bot: { light: "#f3e9f3", dark: "#332638" },
    note: { light: "#fff3b8", dark: "#3b3210" },
  },
  fresh: {
    customer: { light: "#eef3ee", dark: "#222a25" },
    agent: { light: "#dcf3d6", dark: "#1f3a22" },
    bot: { light: "#dff1f6", dark: "#17343d" },
    note,
  },
  neutral: {
    customer: { light: "#f4f4f4", dark: "#232323" },
    agent: { light: "#e3e5ea", dark: "#31353d" },
    bot: { light: "#ffffff", dark: "#18191d" },
    note,
  },
};

export function setOf(colours: DeskColours): SetName | null {
  return setNames.find((name) => same(sets[name], colours)) ?? null;
}
