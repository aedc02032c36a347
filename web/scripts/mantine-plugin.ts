/** Serves the printed theme as a style sheet of the build, so that no page needs a style element (ADR 0013). */
import { fileURLToPath } from "node:url";
import { type Plugin, runnerImport } from "vite";
import type * as Printer from "./mantine-theme.ts";

const sheet = /^virtual:mantine-theme\.css$/;
const path = fileURLToPath(new URL("./mantine-theme.ts", import.meta.url));

export function mantineTheme(): Plugin {
  return {
    name: "hilo-mantine-theme",
    resolveId: { filter: { id: sheet }, handler: (id) => id },
    load: {
      filter: { id: sheet },
      async handler() {
        const { module, dependencies } = await runnerImport<typeof Printer>(path);
        for (const file of [path, ...dependencies]) this.addWatchFile(file);
        return module.printTheme();
      },
    },
  };
}
