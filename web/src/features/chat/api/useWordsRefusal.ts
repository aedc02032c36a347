/** Whether the words being typed may be sent over the connection; what finds links loads where links are refused. */
import { useEffect, useMemo, useState } from "react";
import type { ApiError } from "@/api/errors";
import { refusalOf, refusesAll, type SendRules } from "@/api/send-rules";

type FindLink = (text: string) => string | null;

export function useWordsRefusal(text: string, rules: SendRules): ApiError | null {
  const [finder, setFinder] = useState<{ firstLink: FindLink } | null>(null);
  const refusesText = refusesAll(rules, ["text"]);
  const refusesLinks = refusesAll(rules, ["link"]);
  useEffect(() => {
    if (!refusesLinks) return;
    let isOver = false;
    // Without it the server refuses what this would have.
    import("@/text/address-finder").then(
      (found) => isOver || setFinder(found),
      () => {},
    );
    return () => {
      isOver = true;
    };
  }, [refusesLinks]);
  const words = text.trim();
  return useMemo(() => {
    if (!words) return null;
    if (refusesText) return refusalOf(rules, ["text"]);
    const link = refusesLinks ? (finder?.firstLink(words) ?? null) : null;
    return link ? refusalOf(rules, ["link"], link) : null;
  }, [words, rules, refusesText, refusesLinks, finder]);
}
