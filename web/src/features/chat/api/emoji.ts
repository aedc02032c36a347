/** Every emoji with its names in the language of the screens, loaded on demand; and the ones the person used last. */
import { spokenLanguage } from "@/i18n/languages";
import { readStored, writeStored } from "@/state/storage";

export interface Emoji {
  character: string;
  name: string;
  /** What it is found by: name and keywords, without accents. */
  words: string;
}

export interface EmojiGroup {
  key: GroupKey;
  emojis: Emoji[];
}

interface Entry {
  unicode: string;
  label: string;
  group?: number;
  order?: number;
  tags?: string[];
}

/** The groups of Unicode by their number in the data; the second holds parts of others and is left out. */
const groupKeys = {
  0: "smileys",
  1: "people",
  3: "animals",
  4: "food",
  5: "travel",
  6: "activities",
  7: "objects",
  8: "symbols",
  9: "flags",
} as const;

export type GroupKey = (typeof groupKeys)[keyof typeof groupKeys];

const recentKey = "hilo.emoji.recent";
const mostRecent = 24;
const mostFound = 80;

const sources = {
  es: () => import("emojibase-data/es/compact.json"),
  en: () => import("emojibase-data/en/compact.json"),
  pt: () => import("emojibase-data/pt/compact.json"),
};

export async function loadEmojis(): Promise<EmojiGroup[]> {
  const { default: entries } = (await sources[spokenLanguage()]()) as { default: Entry[] };
  const inOrder = [...entries].sort((one, other) => (one.order ?? 0) - (other.order ?? 0));
  return Object.entries(groupKeys).map(([number, key]) => ({
    key,
    emojis: inOrder.filter(({ group }) => group === Number(number)).map(emojiOf),
  }));
}

function emojiOf({ unicode, label, tags = [] }: Entry): Emoji {
  return { character: unicode, name: label, words: folded([label, ...tags].join(" ")) };
}

/** Those that have every word asked for, the ones whose name begins so first. */
export function findEmojis(groups: readonly EmojiGroup[], asked: string): Emoji[] {
  const words = folded(asked).split(/\s+/).filter(Boolean);
  const found = groups
    .flatMap(({ emojis }) => emojis)
    .filter((emoji) => words.every((word) => emoji.words.includes(word)));
  const first = words[0] ?? "";
  const rank = (emoji: Emoji) => (emoji.words.startsWith(first) ? 0 : 1);
  return found.sort((one, other) => rank(one) - rank(other)).slice(0, mostFound);
}

export function recentEmojis(): string[] {
  return readStored<string[]>(recentKey) ?? [];
}

export function noteEmoji(character: string): void {
  const others = recentEmojis().filter((one) => one !== character);
  writeStored(recentKey, [character, ...others].slice(0, mostRecent));
}

function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
