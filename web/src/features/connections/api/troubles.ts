/** Why a connection cannot send, and what mends it, by the provider's code; else in its own words. */
import type { TFunction } from "i18next";
import type { Connection } from "@/api/types";

type Trouble = NonNullable<Connection["trouble"]>;

const words = {
  "0": "token",
  "190": "token",
  no_access_token: "no_token",
  "3": "permission",
  "10": "permission",
  "131005": "permission",
  "33": "unknown_number",
  "368": "blocked",
  "131031": "blocked",
  "131037": "display_name",
  "131042": "payment",
  "131045": "not_registered",
  "133010": "not_registered",
} as const;

export function troubleWords(trouble: Trouble, t: TFunction): string {
  const code = Object.keys(words).find((one): one is keyof typeof words => one === trouble.code);
  if (code) return t(`connections.trouble_${words[code]}`);
  if (/^2\d\d$/.test(trouble.code)) return t("connections.trouble_permission");
  return `${trouble.detail ?? trouble.title} (${trouble.code}).`;
}
