/** How a person likes the list to behave, on this browser. */
import { useState } from "react";
import { readStored, writeStored } from "@/state/storage";

const goOnKey = "hilo.go-on-after-resolving";

export function goesOn(): boolean {
  return readStored<boolean>(goOnKey) ?? false;
}

/** Whether the next chat of the tray opens once one is resolved. */
export function useGoesOn(): [boolean, (goesOn: boolean) => void] {
  const [chosen, setChosen] = useState(goesOn);
  return [
    chosen,
    (next) => {
      setChosen(next);
      writeStored(goOnKey, next);
    },
  ];
}
