/** Compares texts as the search of the server does: small letters without accents; finds where words stand in a text. */

/** A piece of a text, and whether it is one of the words looked for. */
export interface Piece {
  text: string;
  isMatch: boolean;
}

export function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss");
}

export function marked(text: string, words: string): Piece[] {
  const parts = folded(words).split(/\s+/).filter(Boolean);
  if (parts.length === 0) return [{ text, isMatch: false }];
  const letters = [...text];
  const hits = hitsIn(letters, parts);
  const pieces: Piece[] = [];
  letters.forEach((letter, at) => {
    const last = pieces.at(-1);
    const isAccent = folded(letter) === "";
    const isMatch = hits.has(at) || (isAccent && last?.isMatch === true);
    if (last?.isMatch === isMatch) last.text += letter;
    else pieces.push({ text: letter, isMatch });
  });
  return pieces;
}

/** Places of letters that belong to a word. A letter may fold to none or to several. */
function hitsIn(letters: readonly string[], parts: readonly string[]): Set<number> {
  const places = letters.flatMap((letter, at) => [...folded(letter)].map((one) => ({ one, at })));
  const plain = places.map(({ one }) => one).join("");
  const starts = new Map<number, number>();
  let length = 0;
  places.forEach(({ one }, index) => {
    starts.set(length, index);
    length += one.length;
  });
  const hits = new Set<number>();
  for (const part of parts) {
    for (let found = plain.indexOf(part); found >= 0; found = plain.indexOf(part, found + part.length)) {
      for (let unit = found; unit < found + part.length; unit += 1) {
        const place = places[starts.get(unit) ?? -1];
        if (place) hits.add(place.at);
      }
    }
  }
  return hits;
}
