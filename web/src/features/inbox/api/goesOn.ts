/** Whether the next chat of the tray opens once one is resolved: how its person likes to work, on every device. */
import { preferences, usePreferences } from "@/state/preferences";

export function goesOn(): boolean {
  return preferences.snapshot().next_after_resolve;
}

/** The choice, and how to make it; it throws where the server does not take it. */
export function useGoesOn(): [boolean, (next: boolean) => Promise<void>] {
  const { next_after_resolve } = usePreferences();
  return [next_after_resolve, (next) => preferences.choose({ next_after_resolve: next })];
}
