/** What is asked of the audit, as it stands in the page's address: a search can be kept and passed on. */

const names = [
  "actor",
  "event",
  "entity_kind",
  "entity_id",
  "application",
  "text",
  "since",
  "until",
] as const;

type FilterName = (typeof names)[number];
export type AuditFilters = Partial<Record<FilterName, string>>;

export function filtersOf(search: string): AuditFilters {
  const given = new URLSearchParams(search);
  return Object.fromEntries(names.flatMap((name) => (given.get(name) ? [[name, given.get(name)]] : [])));
}

export function searchOf(filters: AuditFilters): string {
  const given = new URLSearchParams();
  for (const name of names) if (filters[name]) given.set(name, filters[name]);
  return given.toString();
}

/** As the API is asked: days become instants here, the last day included. */
export function askedOf(filters: AuditFilters): Record<string, string> {
  const { since, until, ...rest } = filters;
  return {
    ...rest,
    ...(since ? { since: startOf(since, 0) } : {}),
    ...(until ? { until: startOf(until, 1) } : {}),
  };
}

function startOf(day: string, later: number): string {
  const [year = 1970, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
