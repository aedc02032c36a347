/** What is known of a customer to fill texts with. Read by several features. */
import { type QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import { t } from "i18next";
import { capitalised } from "@/i18n/languages";
import { clientVariable, type Values } from "@/text/variables";
import { ApiError } from "./errors";
import { get } from "./http";
import { keys } from "./keys";
import type { ClientValues, Me } from "./types";
import { sightOf } from "./withheld";

const nobody: Pick<ClientValues, "name" | "values"> = { name: null, values: {} };

function asked(contactId: string) {
  return queryOptions({
    queryKey: keys.clientValues(contactId),
    queryFn: async ({ signal }): Promise<Pick<ClientValues, "name" | "values">> => {
      try {
        return await get<ClientValues>(`/contacts/${contactId}/values`, { signal });
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return nobody;
        throw error;
      }
    },
    staleTime: 30_000,
  });
}

export function useClientValues(contactId: string, enabled = true) {
  return useQuery({ ...asked(contactId), enabled });
}

/** The values as they are now, asked for where they are not known. */
export function clientValues(cache: QueryClient, contactId: string) {
  return cache.fetchQuery(asked(contactId));
}

/** Values by the names of the variables that stand for them; what somebody sees in part fills no text. */
export function byVariable(
  { name, values }: Pick<ClientValues, "name" | "values">,
  me: Pick<Me, "field_rules">,
): Values {
  const isWhole = (field: string) => sightOf(me, field) === "visible";
  const known = Object.entries(values).filter(([field]) => isWhole(`client.${field}`));
  const named = name && isWhole("contact.name") ? [["nombre", name] as const] : [];
  return new Map([...named, ...known].map(([field, value]) => [clientVariable(field), value]));
}

const known = ["dias_mora", "fecha_pago", "cedula", "direccion", "telefono"] as const;

/** dias_mora: "Días de mora"; tipo_plan: "Tipo plan" */
export function fieldName(field: string): string {
  const name = known.find((one) => one === field);
  if (name) return t(`client_field.${name}`);
  return capitalised(field.replaceAll("_", " "));
}
