/** What is looked for behind a "/" that begins a line, and which replies fit. Pure. */
import type { QuickReply } from "@/api/types";
import { plain } from "@/i18n/format";

export interface Slash {
  /** Where what is to be replaced begins. */
  at: number;
  words: string;
}

/** A "/" at the start of a line with one word behind it, up to the caret. Any other slash is text. */
export function slashAt(text: string, caret: number): Slash | null {
  const found = /(?:^|\n)\/([^\s/]*)$/u.exec(text.slice(0, caret));
  if (!found) return null;
  const words = found[1] ?? "";
  return { at: caret - words.length - 1, words };
}

/** What was typed since the list was opened by its button. */
export function typedSince(text: string, at: number, caret: number): Slash | null {
  if (caret < at) return null;
  const words = text.slice(at, caret);
  return /\s/u.test(words) ? null : { at, words };
}

/** Those for a queue that fit the words: by shortcut first, then in the order they come, the most used first. */
export function fitting(replies: readonly QuickReply[], queueId: string, words: string): QuickReply[] {
  const wanted = plain(words);
  const here = replies.filter(
    (one) => one.may_use && (one.queue_ids.length === 0 || one.queue_ids.includes(queueId)),
  );
  const byShortcut = here.filter((one) => one.shortcut !== "" && plain(one.shortcut).startsWith(wanted));
  if (wanted === "") return here;
  const others = here.filter((one) => !byShortcut.includes(one) && plain(searched(one)).includes(wanted));
  return [...byShortcut, ...others];
}

function searched({ name, shortcut, folder, text }: QuickReply): string {
  return `${name} ${shortcut} ${folder} ${text}`;
}

/**
 * The text with the reply in the place of what was looked for, and where the caret goes. Where that stands there no
 * more, as somebody went on typing meanwhile, the reply comes last.
 */
export function written(
  text: string,
  slash: Slash,
  reply: string,
  prefix: "/" | "",
): { text: string; caret: number } {
  const sought = prefix + slash.words;
  const stands = text.startsWith(sought, slash.at);
  const at = stands ? slash.at : text.length;
  const rest = stands ? text.slice(at + sought.length) : "";
  return { text: text.slice(0, at) + reply + rest, caret: at + reply.length };
}
