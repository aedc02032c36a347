/** What a list is narrowed to besides its tray: kept in the address, asked of the API, and decided here for events. */
import type { Conversation, Me } from "@/api/types";
import type { Tray } from "./trays";

export const choices = ["assignee", "queue", "connection", "channel", "label"] as const;
export type Choice = (typeof choices)[number];

/** `assignee` is an id of a person, "me" or "none"; null where anything goes. */
export interface Filters extends Record<Choice, string | null> {
  unread: boolean;
}

export const noFilters: Filters = {
  assignee: null,
  queue: null,
  connection: null,
  channel: null,
  label: null,
  unread: false,
};

export function filtersOf(search: URLSearchParams): Filters {
  const chosen = Object.fromEntries(choices.map((name) => [name, search.get(name) || null]));
  return { ...noFilters, ...chosen, unread: search.get("unread") === "true" };
}

/** The part of an address that names a tray and its filters; empty for all that is open. */
export function placeQuery(tray: Tray, filters: Filters): string {
  const search = new URLSearchParams(tray === "open" ? {} : { tray });
  for (const [name, value] of Object.entries(asQuery(filters))) if (value) search.set(name, value);
  const text = search.toString();
  return text && `?${text}`;
}

export function asQuery(filters: Filters): Record<Choice | "unread", string | null> {
  return { ...filters, unread: filters.unread ? "true" : null };
}

export function isNarrowed(filters: Filters): boolean {
  return Object.values(asQuery(filters)).some(Boolean);
}

export function matches(conversation: Conversation, filters: Filters, me: Me): boolean {
  const holder = conversation.assignee?.id ?? "none";
  const wanted = filters.assignee === "me" ? me.id : filters.assignee;
  return (
    (wanted === null || wanted === holder) &&
    (filters.queue === null || filters.queue === conversation.queue_id) &&
    (filters.connection === null || filters.connection === conversation.connection_id) &&
    (filters.channel === null || filters.channel === conversation.channel) &&
    (filters.label === null || conversation.labels.includes(filters.label)) &&
    (!filters.unread || conversation.unread_count > 0)
  );
}
