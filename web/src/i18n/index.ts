/**
 * Words of the screens. Spanish is the source and always here; another language is one more file, loaded when it is
 * spoken, and one more line in `languages.ts`. `npm run i18n:missing` lists what a language lacks.
 */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import es from "./es.json";
import { type Language, localeOfWords, spokenLanguage } from "./languages";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof es };
  }
}

const loaders = {
  es: async () => ({ default: es }),
  en: () => import("./en.json"),
  pt: () => import("./pt.json"),
};

void i18next.use(initReactI18next).init({
  lng: "es",
  fallbackLng: "es",
  resources: { es: { translation: es } },
  interpolation: { escapeValue: false },
  returnNull: false,
  saveMissing: true,
  missingKeyHandler: (_languages, _namespace, key) => reportError(new Error(`No words for ${key}`)),
});

let wanted: Language = "es";

/** Changes the language in place: nothing is drawn anew, so nothing typed is lost. Rejects where it cannot be loaded. */
export async function speak(language: Language): Promise<void> {
  if (wanted === language) return;
  wanted = language;
  try {
    const words = await loaders[language]();
    if (wanted !== language) return; // another was chosen meanwhile
    i18next.addResourceBundle(language, "translation", words.default);
  } catch (error) {
    if (wanted === language) wanted = spokenLanguage();
    throw error;
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = localeOfWords();
}

export const t = i18next.t;
export const translator = i18next;
