/** Words of the phone page, in a file of their own: the desk does not carry them. */
import { createInstance } from "i18next";
import es from "./es.json";

export type Word = keyof typeof es;

const words = createInstance();
void words.init({
  lng: "es",
  resources: { es: { translation: es } },
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  initAsync: false,
});

// The type of `t` knows the words of the desk; these are others.
const translate = words.t as unknown as (key: Word, values?: Record<string, string | number>) => string;

export function t(key: Word, values?: Record<string, string | number>): string {
  return translate(key, values);
}

/** The word of a message kind; kinds this page has not met are "otro". */
export function kindWord(kind: string): string {
  const key = `kind.${kind}`;
  return key in es ? t(key as Word) : t("kind.other");
}

/** The word of a problem's code. */
export function errorWord(code: string): string {
  const key = `error.${code}`;
  return key in es ? t(key as Word) : t("error.other");
}

/** What the provider's error code means; codes without a word keep the provider's own. */
export function providerWord(code: string, given: string): string {
  const key = `code.${code}`;
  return key in es ? t(key as Word) : given;
}
