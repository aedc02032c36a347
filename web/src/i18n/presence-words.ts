/** Words for what people do. */
import type { TFunction } from "i18next";
import type { Presence } from "@/api/types";
import { duration } from "./format";

interface Activity {
  state: Presence["state"];
  break_type: { name: string } | null;
}

/** "Disponible"; of a break its name. */
export function activityWords({ state, break_type }: Activity, t: TFunction): string {
  return state === "break" && break_type?.name ? break_type.name : t(`presence.state_${state}`);
}

/** The same, but a lost connection says so. */
export function presenceWords(presence: Presence, t: TFunction): string {
  return presence.returns_to ? t("presence.state_lost") : activityWords(presence, t);
}

/** "2 h 14 min"; nothing where nobody ever came. */
export function sinceWords({ since }: Presence, serverNowMs: number): string {
  return since ? duration(Math.max(0, serverNowMs - Date.parse(since))) : "";
}
