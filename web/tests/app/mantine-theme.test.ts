import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { printTheme } from "../../scripts/mantine-theme";

const imports = readFileSync("src/styles/mantine.css", "utf8").matchAll(/@import "([^"]+)"/g);
const resolve = createRequire(import.meta.url).resolve;
const mantine = [...imports].map(([, name]) => readFileSync(resolve(name ?? ""), "utf8")).join("\n");

describe("the printed theme", () => {
  const printed = printTheme();

  it("holds our variables, those by scheme for either", () => {
    expect(printed).toContain("--mantine-font-family: var(--font);");
    for (const scheme of ["light", "dark"]) {
      const block = new RegExp(`:root\\[data-mantine-color-scheme="${scheme}"\\][^{]*{([^}]*)}`).exec(
        printed,
      );
      expect(block?.[1]).toContain("--mantine-color-text: var(--ink);");
      expect(block?.[1]).toContain("--mantine-color-anil-filled:");
    }
  });

  it("holds the classes by width", () => {
    expect(printed).toContain(".mantine-visible-from-sm {display: none !important;}");
    expect(printed).toContain(".mantine-hidden-from-xl {display: none !important;}");
  });

  it("leaves no variable of Mantine's global kind undefined that a style in use reads", () => {
    const styles = mantine + printed;
    const defined = new Set([...styles.matchAll(/(--mantine-[\w-]+):/g)].map(([, name]) => name));
    const read = [...styles.matchAll(/var\((--mantine-[\w-]+)\)/g)].map(([, name]) => name);
    expect(read.length).toBeGreaterThan(100);
    expect([...new Set(read)].filter((name) => !defined.has(name))).toEqual([]);
  });
});
