/** The values of the form of a role's rule: one for each event, so that two people's changes meet event by event. */
import type { TFunction } from "i18next";
import type { AlertEvent, AlertRule, AlertWay } from "@/api/types";
import { listed } from "@/i18n/format";
import { eventGroups, ways } from "./events";

export interface EventValues {
  ways: AlertWay[];
  is_open: boolean;
}
export type RuleValues = Record<AlertEvent, EventValues>;

export const allEvents: readonly AlertEvent[] = eventGroups.flatMap(({ events }) => [...events]);
const silent: EventValues = { ways: [], is_open: true };

export const blankRule = Object.fromEntries(allEvents.map((event) => [event, silent])) as RuleValues;

export function valuesOf({ events }: AlertRule): RuleValues {
  const values = allEvents.map((event) => [event, inOrder(events[event] ?? silent)]);
  return Object.fromEntries(values) as RuleValues;
}

function inOrder(one: EventValues): EventValues {
  return { ways: ways.filter((way) => one.ways.includes(way)), is_open: one.is_open };
}

/** As a person reads it, to compare two versions. */
export function inWords({ ways: chosen, is_open }: EventValues, t: TFunction): string {
  const said = chosen.length > 0 ? listed(chosen.map((way) => t(`alerts.way_${way}`))) : t("alerts.no_way");
  return `${said} · ${t(is_open ? "alerts.open" : "alerts.closed")}`;
}
