/** Prints what MantineProvider would put into style elements at run time: the theme's variables, the classes by width. */
import { MantineProvider } from "@mantine/core";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { cssVariablesResolver, measures } from "../src/app/measures";

export function printTheme(): string {
  const markup = renderToStaticMarkup(
    createElement(MantineProvider, { theme: measures, cssVariablesResolver }),
  );
  return [...markup.matchAll(/<style[^>]*>(.*?)<\/style>/gs)].map(([, css]) => css).join("\n");
}
