/** A change that was kept instead of made is no failure: the notice says what it waits for, and where it is. */
import type { TFunction } from "i18next";
import { HeldError } from "@/api/errors";
import { toast } from "@/state/toast";

export const changesPage = "/settings/changes";

/** Whether that is what the error says; then it has been told. */
export function heldNotice(error: unknown, t: TFunction): boolean {
  if (!(error instanceof HeldError)) return false;
  const waits = error.held.state === "scheduled" ? "scheduled" : "pending";
  toast.tell(t(`changes.held_${waits}`), {
    link: { href: changesPage, label: t("changes.see") },
    isHeard: false,
  });
  return true;
}
