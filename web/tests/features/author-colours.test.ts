import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { authors, contrast, flawOf, schemes } from "@/features/author-colours/api/contrast";
import { setNames, setOf, sets } from "@/features/author-colours/api/sets";

const rules = readFileSync("../chalicelib/domains/author_colours/rules.py", "utf8");
const own = readFileSync("src/features/author-colours/api/contrast.ts", "utf8");

describe("colours of authors", () => {
  it.each(setNames)("the set %s is readable and tells notes apart in both schemes", (name) => {
    for (const author of authors) {
      for (const scheme of schemes) expect(flawOf(sets[name], author, scheme)).toBeNull();
    }
    expect(setOf(sets[name])).toBe(name);
  });

  it("are measured against the same inks as by the server", () => {
    const digits = (source: string) => [...new Set(source.match(/#[0-9a-f]{6}/g))].sort();
    expect(digits(own)).toEqual(digits(rules));
  });

  it.each([
    ["agent", "light", "#5577bb", "low_contrast"],
    ["bot", "dark", "#7788aa", "low_contrast"],
    ["note", "light", "#e6efff", "looks_like_a_message"],
    ["customer", "light", "red", "malformed"],
    ["customer", "dark", "#12345", "malformed"],
  ] as const)("%s on %s refuses %s: %s", (author, scheme, digits, why) => {
    const colours = { ...sets.hilo, [author]: { ...sets.hilo[author], [scheme]: digits } };
    expect(flawOf(colours, author, scheme)?.why).toBe(why);
  });

  it("reckons as WCAG does", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
    expect(contrast("#ffffff", "#777777")).toBeCloseTo(4.48, 2);
  });
});
