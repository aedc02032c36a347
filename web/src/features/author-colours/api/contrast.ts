/** Which colours words can be read on, as the server judges it (`chalicelib/domains/author_colours/rules.py`). */
import type { DeskColours } from "@/api/types";

export type Author = keyof DeskColours;
export type Scheme = "light" | "dark";
export type Pair = DeskColours[Author];
export const authors: readonly Author[] = ["customer", "agent", "bot", "note"];
export const schemes: readonly Scheme[] = ["light", "dark"];

export const leastContrast = 4.5;
const leastDistance = 12;
const colour = /^#[0-9a-f]{6}$/;

/** What is written on them: inks and links; the ink of notes. */
const message: readonly Pair[] = [
  { light: "#1c1e24", dark: "#e5e6e9" },
  { light: "#4b4e56", dark: "#b2b4b9" },
  { light: "#2e4e9e", dark: "#8cabef" },
];
const inks: Record<Author, readonly Pair[]> = {
  customer: message,
  agent: message,
  bot: message,
  note: [{ light: "#5a440d", dark: "#eadba2" }],
};

export type Flaw = { why: "malformed" | "looks_like_a_message" } | { why: "low_contrast"; contrast: number };

export function flawOf(colours: DeskColours, author: Author, scheme: Scheme): Flaw | null {
  const behind = colours[author][scheme];
  if (!colour.test(behind)) return { why: "malformed" };
  const least = Math.min(...inks[author].map((ink) => contrast(behind, ink[scheme])));
  if (least < leastContrast) return { why: "low_contrast", contrast: least };
  const others = authors.filter((one) => one !== "note").map((one) => colours[one][scheme]);
  const isAlike =
    author === "note" && others.some((one) => colour.test(one) && distance(behind, one) < leastDistance);
  return isAlike ? { why: "looks_like_a_message" } : null;
}

export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function distance(one: string, other: string): number {
  const [these, those] = [channels(one), channels(other)];
  return Math.max(...these.map((channel, at) => Math.abs(channel - (those[at] ?? 0))));
}

function luminance(of: string): number {
  const [red = 0, green = 0, blue = 0] = channels(of).map((channel) => linear(channel / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(part: number): number {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function channels(of: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(of.slice(at, at + 2), 16));
}
