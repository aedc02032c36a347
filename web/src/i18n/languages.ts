/** The languages of the screens, and how each writes dates and numbers. */
import i18next from "i18next";

export const languages = ["es", "en", "pt"] as const;

export type Language = (typeof languages)[number];

/** Numbers in Spanish are those of the organisation's country: 9.800,50. */
const locales = {
  es: { words: "es", numbers: "es-EC" },
  en: { words: "en-GB", numbers: "en" },
  pt: { words: "pt-BR", numbers: "pt-BR" },
} as const satisfies Record<Language, { words: string; numbers: string }>;

/** In their own words, so that everybody finds theirs. */
export const languageNames = {
  es: "Español",
  en: "English",
  pt: "Português (Brasil)",
} as const satisfies Record<Language, string>;

/** What is chosen, else the first of the browser's languages that the screens speak. */
export function languageOf(
  choice: Language | "auto",
  wanted: readonly string[] = navigator.languages,
): Language {
  if (choice !== "auto") return choice;
  const spoken = wanted.map((one) =>
    languages.find((language) => one.toLowerCase().split("-")[0] === language),
  );
  return spoken.find(Boolean) ?? "es";
}

/** The language that is spoken now. */
export function spokenLanguage(): Language {
  return languages.find((one) => one === i18next.language) ?? "es";
}

/** The locale of words: dates, lists, the order of the alphabet. */
export function localeOfWords(): string {
  return locales[spokenLanguage()].words;
}

export function localeOfNumbers(): string {
  return locales[spokenLanguage()].numbers;
}

/** Makes a formatter once per language, of the language spoken when it is asked for. */
export function perLanguage<T>(make: () => T): () => T {
  const made = new Map<Language, T>();
  return () => {
    const language = spokenLanguage();
    const known = made.get(language);
    if (known !== undefined) return known;
    const fresh = make();
    made.set(language, fresh);
    return fresh;
  };
}

/** As a sentence begins. */
export function capitalised(words: string): string {
  return words.charAt(0).toLocaleUpperCase(localeOfWords()) + words.slice(1);
}

/** As it stands within a sentence. */
export function uncapitalised(words: string): string {
  return words.charAt(0).toLocaleLowerCase(localeOfWords()) + words.slice(1);
}

/** In the order of the alphabet. */
export function compareWords(one: string, other: string): number {
  return one.localeCompare(other, localeOfWords());
}
