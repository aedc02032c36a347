/** Keeps the screens in the language that the person chose; before sign-in, in the browser's. */
import { useEffect } from "react";
import { speak } from "@/i18n";
import { languageOf } from "@/i18n/languages";
import { preferences } from "@/state/preferences";

export function useLanguage(): void {
  useEffect(() => {
    follow();
    return preferences.subscribe(follow);
  }, []);
}

/** Words that cannot be loaded now leave the screens as they are. */
function follow(): void {
  speak(languageOf(preferences.snapshot().language)).catch(() => undefined);
}
