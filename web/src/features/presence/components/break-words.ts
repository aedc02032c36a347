/** What is left of breaks, in words. */
import type { TFunction } from "i18next";
import type { BreakNow, BreakSum } from "@/realtime/presence";

/** "quedan 18 min", "se pasó 5 min" */
export function breakLeftWords({ leftSeconds }: BreakNow, t: TFunction): string {
  if (leftSeconds < 0) return t("presence.break_over", { count: Math.ceil(-leftSeconds / 60) });
  return t("presence.break_left", { count: Math.floor(leftSeconds / 60) });
}

/** "12/30 min" */
export function breakSumWords({ usedMinutes, grantedMinutes }: BreakSum, t: TFunction): string {
  return t("presence.break_sum", { used: usedMinutes, granted: grantedMinutes });
}
