/** Numbers of customers: their country, and whether they can be one. Loaded with the dialog that needs it. */
import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  parsePhoneNumberFromString,
} from "libphonenumber-js/min";

export type { CountryCode };

export interface Country {
  code: CountryCode;
  name: string;
  calling: string;
}

export function countries(language: string): Country[] {
  const names = new Intl.DisplayNames([language], { type: "region" });
  return getCountries()
    .map((code) => ({ code, name: names.of(code) ?? code, calling: getCountryCallingCode(code) }))
    .sort((one, other) => one.name.localeCompare(other.name, language));
}

/** The country of the browser's language ("es-EC"), else the organisation's. */
export function defaultCountry(languages: readonly string[], ofOrganisation: string): CountryCode {
  const known: readonly string[] = getCountries();
  const regions = languages.map((one) => new Intl.Locale(one).region ?? "");
  const found = [...regions, ofOrganisation].find((one) => known.includes(one));
  return (found ?? "EC") as CountryCode;
}

/** Digits with the country code; null for what cannot be a number. A number with plus brings its own country. */
export function digitsOf(text: string, country: CountryCode): string | null {
  const number = parsePhoneNumberFromString(text, country);
  return number?.isPossible() ? number.number.slice(1) : null;
}
