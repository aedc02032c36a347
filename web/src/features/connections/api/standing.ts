/** What the provider says of a number and its account, in words: restrictions, quality, limits, names. */
import type { TFunction } from "i18next";
import type { Connection } from "@/api/types";
import { momentOf, wholeNumber } from "@/i18n/format";

type Restriction = NonNullable<Connection["restriction"]>;

const forbidden = {
  RESTRICTED_BIZ_INITIATED_MESSAGING: "first_messages",
  RESTRICTED_CUSTOMER_INITIATED_MESSAGING: "answers",
  RESTRICTED_ADD_PHONE_NUMBER_ACTION: "new_numbers",
} as const;

function isForbidden(reason: string): reason is keyof typeof forbidden {
  return reason in forbidden;
}

/** What is the matter, what follows, and from when to when. */
export function restrictionWords(restriction: Restriction, t: TFunction, nowMs: number): string {
  const { kind, reasons, since, until } = restriction;
  const parts = [t(`connections.why_${kind}`)];
  if (kind === "restricted") {
    const things = reasons.map((one) =>
      isForbidden(one) ? t(`connections.forbids_${forbidden[one]}`) : one,
    );
    parts.push(t("connections.forbids", { things: things.join(", ") }));
    parts.push(t(restriction.stops_sending ? "connections.messages_wait" : "connections.answers_go_out"));
  } else if (restriction.stops_sending) {
    parts.push(t("connections.messages_wait"));
  }
  if (kind === "ban_scheduled" && reasons[0]) parts.push(t("connections.date_told", { date: reasons[0] }));
  parts.push(t("connections.since", { when: momentOf(since, nowMs) }));
  if (until) parts.push(t("connections.until", { when: momentOf(until, nowMs) }));
  return parts.join(" ");
}

const decisions = ["approved", "rejected", "deferred", "pending"] as const;

function decisionWords(decision: string, t: TFunction): string {
  const known = decisions.find((one) => one === decision);
  return known ? t(`connections.decision_${known}`) : decision;
}

export interface Trait {
  key: string;
  words: string;
  tone: "good" | "bad" | "plain";
}

/** What is known of a number besides its state, the most urgent first. */
export function traitsOf(connection: Connection, t: TFunction): Trait[] {
  const {
    quality,
    violation,
    messaging_limit: limit,
    display_name: name,
    account_review: review,
  } = connection;
  const found: Trait[] = [];
  if (quality) {
    const isLow = quality.word === "red";
    found.push({
      key: "quality",
      words: t(isLow ? "connections.quality_red" : "connections.quality_green"),
      tone: isLow ? "bad" : "good",
    });
  }
  if (violation) {
    found.push({
      key: "violation",
      words: t("connections.violation", { what: violation.word }),
      tone: "bad",
    });
  }
  if (limit) found.push({ key: "limit", words: limitWords(limit.word, t), tone: "plain" });
  if (name?.detail) {
    const words = t("connections.display_name", {
      name: name.detail,
      decision: decisionWords(name.word, t),
    });
    found.push({ key: "name", words, tone: name.word === "rejected" ? "bad" : "plain" });
  }
  if (review && review.word !== "approved") {
    const isRejected = review.word === "rejected";
    const words = t(isRejected ? "connections.review_rejected" : "connections.review_running");
    found.push({ key: "review", words, tone: isRejected ? "bad" : "plain" });
  }
  const history = historyWords(connection, t);
  if (history) found.push({ key: "history", words: history, tone: "plain" });
  return found;
}

function limitWords(limit: string, t: TFunction): string {
  if (limit === "unlimited") return t("connections.limit_none");
  return t("connections.limit", { limit: wholeNumber(Number(limit)) });
}

function historyWords({ history }: Connection, t: TFunction): string | null {
  if (!history) return null;
  return t(`connections.history_${history.state}`, { percent: history.percent });
}
