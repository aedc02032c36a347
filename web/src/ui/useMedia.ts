/** Which of the design's layouts the window allows (design section 4). */
import { useSyncExternalStore } from "react";

function subscribeTo(query: string) {
  return (listener: () => void) => {
    const list = matchMedia(query);
    list.addEventListener("change", listener);
    return () => list.removeEventListener("change", listener);
  };
}

const queries = { phone: "(max-width: 767px)", withPanel: "(min-width: 1280px)" } as const;
const subscriptions = {
  phone: subscribeTo(queries.phone),
  withPanel: subscribeTo(queries.withPanel),
};

export function useMedia(name: keyof typeof queries): boolean {
  return useSyncExternalStore(subscriptions[name], () => matchMedia(queries[name]).matches);
}
