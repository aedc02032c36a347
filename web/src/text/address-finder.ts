/**
 * Addresses of the web in a text, however they are dressed up: loaded where a policy refuses them. The server does the
 * same in `chalicelib/core/links.py`; both are held to `tests/link_samples.json`.
 */
import { LinkifyIt } from "linkify-it";
import { topLevelDomains } from "./top-level-domains";

/** What takes no room. */
const unseen = /[\p{Cf}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f]/gu;
/** Full stops of other scripts part names, too. */
const stops = /[\u3002\uff61]/g;
const disguises: readonly [RegExp, string][] = [
  [/h(?:xx|\*\*)p(?=s?[^\p{L}\p{N}_])/giu, "http"],
  [/\s?[[({](?:\.|dot|punto)[\])}]\s?/gi, "."],
  [/\[(:(?:\/\/)?)\]/g, "$1"],
];
const withScheme = /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,30}:\/\/[^\s/?#]\S*/i;
/** What may stand before a name that a phone makes a link of, marks of formatting included. */
const seams = /[:/@_*~`|\\]|(?<!\S)-+/g;

const finder = new LinkifyIt({ fuzzyLink: true, tlds: topLevelDomains });

/**
 * An address as it reads undisguised; null where there is none. E-mail addresses are none. Without a scheme, a name
 * counts if it ends in a domain that exists.
 */
export function firstLink(text: string): string | null {
  const plain = undisguised(text);
  const found = withScheme.exec(plain);
  if (found) return found[0];
  let rest = plain;
  for (const { schema, raw, lastIndex } of finder.match(plain) ?? []) {
    if (schema !== "mailto:" || plain.startsWith("/", lastIndex)) return raw;
    rest = rest.replace(raw, () => " ");
  }
  return finder.match(rest.replace(seams, " "))?.[0]?.raw ?? null;
}

function undisguised(text: string): string {
  const plain = text
    .replace(/\p{Cf}/gu, "")
    .normalize("NFKC")
    .replace(unseen, "")
    .replace(stops, ".");
  return disguises.reduce((known, [disguise, meant]) => known.replace(disguise, meant), plain);
}
