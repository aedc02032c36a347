/** What the signed-in person's role sees of the fields of people: whole, in part, or not at all. */
import { useSignedIn } from "./directory";
import { post } from "./http";
import type { FieldRule, Me, Revealed } from "./types";

export type Sight = FieldRule["sight"];

export function sightOf({ field_rules }: Pick<Me, "field_rules">, field: string): Sight {
  const rule = field_rules.find((one) => one.field === field);
  const ofAll = field.startsWith("client.") ? field_rules.find((one) => one.field === "client.*") : undefined;
  return (rule ?? ofAll)?.sight ?? "visible";
}

export function useSight(field: string): Sight {
  return sightOf(useSignedIn(), field);
}

/** Asks for one field of one customer; each time is on record. */
export async function reveal(contactId: string, field: string): Promise<string[]> {
  return (await post<Revealed>(`/contacts/${contactId}/reveal`, { field })).values;
}
