/** Which connection and person are shown; kept in the address, so that a page can be reloaded or linked. */
import { useState } from "react";

export interface Choice {
  connection: string;
  person: string;
}

const names = { connection: "conexion", person: "persona" } as const;

export function useChoice(): [Choice, (change: Partial<Choice>) => void] {
  const [choice, setChoice] = useState<Choice>(() => {
    const search = new URLSearchParams(location.search);
    return { connection: search.get(names.connection) ?? "", person: search.get(names.person) ?? "" };
  });
  function choose(change: Partial<Choice>) {
    const next = { ...choice, ...change };
    const search = new URLSearchParams();
    if (next.connection) search.set(names.connection, next.connection);
    if (next.person) search.set(names.person, next.person);
    history.replaceState(null, "", `?${search}`);
    setChoice(next);
  }
  return [choice, choose];
}
