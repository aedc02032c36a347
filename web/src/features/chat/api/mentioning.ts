/** Mentions in the text of a note: what is being looked for behind an @, and where names stand. Pure. */
import type { Mentioned, Mentionable } from "@/api/types";

export interface MentionQuery {
  /** Where the @ stands. */
  at: number;
  words: string;
}

const longestName = 40;

/** What is typed behind the last @ before the caret: at the start of a word, without a line break in between. */
export function mentionQuery(text: string, caret: number): MentionQuery | null {
  const before = text.slice(Math.max(0, caret - longestName - 1), caret);
  const found = /(^|[\s(«"])@([^@\n]*)$/u.exec(before);
  if (!found) return null;
  const words = found[2] ?? "";
  if (words.startsWith(" ")) return null;
  return { at: caret - words.length - 1, words };
}

/** Colleagues one of whose names begins so, those whose first name does before the others. */
export function matching(colleagues: readonly Mentionable[], words: string): Mentionable[] {
  const wanted = plain(words);
  const first = colleagues.filter((one) => plain(one.name).startsWith(wanted));
  const later = colleagues.filter(
    (one) => !first.includes(one) && plain(one.name).includes(` ${wanted}`) && wanted !== "",
  );
  return [...first, ...later];
}

/** The text with the name in the place of what was looked for, and where the caret goes. */
export function withMention(
  text: string,
  query: MentionQuery,
  name: string,
): { text: string; caret: number } {
  const end = query.at + 1 + query.words.length;
  const rest = text.slice(end);
  const written = `@${name}${rest.startsWith(" ") ? "" : " "}`;
  const caret = query.at + written.length + (rest.startsWith(" ") ? 1 : 0);
  return { text: text.slice(0, query.at) + written + rest, caret };
}

/** Of those who were picked, whose name still stands in the text; each once. */
export function stillMentioned(text: string, picked: readonly Mentioned[]): Mentioned[] {
  const byId = new Map(picked.map((one) => [one.id, one]));
  return [...byId.values()].filter((one) => one.name && text.includes(`@${one.name}`));
}

export interface TextPart {
  text: string;
  mentioned: Mentioned | null;
}

/** A note's text cut at the names it mentions; the longest name wins where one begins like another. */
export function partsOf(text: string, mentions: readonly Mentioned[]): TextPart[] {
  const named = [...mentions].filter((one) => one.name).sort((a, b) => length(b) - length(a));
  const parts: TextPart[] = [];
  let plainFrom = 0;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const mentioned = named.find((one) => text.startsWith(one.name ?? "", at + 1));
    if (!mentioned) continue;
    if (at > plainFrom) parts.push({ text: text.slice(plainFrom, at), mentioned: null });
    plainFrom = at + 1 + length(mentioned);
    parts.push({ text: text.slice(at, plainFrom), mentioned });
  }
  if (plainFrom < text.length) parts.push({ text: text.slice(plainFrom), mentioned: null });
  return parts;
}

function length({ name }: Mentioned): number {
  return name?.length ?? 0;
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
