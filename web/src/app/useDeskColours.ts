/** Puts the colours that the organisation chose over those of the design. */
import { useLayoutEffect } from "react";
import type { DeskColours } from "@/api/types";

const variables: Record<keyof DeskColours, string> = {
  customer: "--bub-in",
  agent: "--bub-out",
  bot: "--bub-bot",
  note: "--internal",
};
const authors = Object.keys(variables) as (keyof DeskColours)[];
const colour = /^#[0-9a-f]{6}$/;

export function useDeskColours(colours: DeskColours | null): void {
  useLayoutEffect(() => {
    const { style } = document.documentElement;
    for (const author of authors) {
      const pair = colours?.[author];
      const isKnown = pair && colour.test(pair.light) && colour.test(pair.dark);
      if (isKnown) style.setProperty(variables[author], `light-dark(${pair.light}, ${pair.dark})`);
      else style.removeProperty(variables[author]);
    }
    return () => {
      for (const author of authors) style.removeProperty(variables[author]);
    };
  }, [colours]);
}
