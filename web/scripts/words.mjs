/**
 * Words that the other languages lack.
 *
 * `npm run -s i18n:missing > missing.json` lists them: by key, the Spanish text and an empty one per language.
 * `npm run -s i18n:fill missing.json` takes what was filled in, in the order of the Spanish file, and drops what Spanish no
 * longer says.
 */
import { readFileSync, writeFileSync } from "node:fs";

const folder = new URL("../src/i18n/", import.meta.url);
const others = ["en", "pt"];

const read = (language) => JSON.parse(readFileSync(new URL(`${language}.json`, folder), "utf8"));

function flat(words, path = "") {
  return Object.entries(words).flatMap(([name, value]) =>
    typeof value === "string" ? [[path + name, value]] : flat(value, `${path}${name}.`),
  );
}

/** The Spanish words with another language's texts in their places; null where it has none. */
function inPlace(spanish, texts, path = "") {
  return Object.fromEntries(
    Object.entries(spanish)
      .map(([name, value]) => [
        name,
        typeof value === "string" ? texts.get(path + name) : inPlace(value, texts, `${path}${name}.`),
      ])
      .filter(([, value]) => value !== undefined),
  );
}

function missing() {
  const known = Object.fromEntries(others.map((language) => [language, new Map(flat(read(language)))]));
  const rows = flat(read("es")).flatMap(([key, es]) => {
    const lacking = others.filter((language) => !known[language].has(key));
    return lacking.length ? [[key, { es, ...Object.fromEntries(lacking.map((one) => [one, ""])) }]] : [];
  });
  console.log(JSON.stringify(Object.fromEntries(rows), null, 2));
}

function fill(filled) {
  for (const language of others) {
    const texts = new Map(flat(read(language)));
    for (const [key, row] of Object.entries(filled)) {
      if (row[language]) texts.set(key, row[language]);
    }
    const words = inPlace(read("es"), texts);
    writeFileSync(new URL(`${language}.json`, folder), `${JSON.stringify(words, null, 2)}\n`);
  }
}

const [, , command, file] = process.argv;
if (command === "fill" && file) fill(JSON.parse(readFileSync(file, "utf8")));
else missing();
