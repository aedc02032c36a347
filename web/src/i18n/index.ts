/** Words of the screens. Spanish is complete and first; another language is one more file and one more line here. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import es from "./es.json";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof es };
  }
}

void i18next.use(initReactI18next).init({
  lng: "es",
  fallbackLng: "es",
  resources: { es: { translation: es } },
  interpolation: { escapeValue: false },
  returnNull: false,
});

export const t = i18next.t;
export const translator = i18next;
