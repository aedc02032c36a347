/** Every word of the screens is shown somewhere: who takes a sentence away takes its words along. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import es from "@/i18n/es.json";

type Words = { [name: string]: string | Words };

function keysOf(words: Words, path = ""): string[] {
  return Object.entries(words).flatMap(([name, value]) =>
    typeof value === "string" ? [path + name] : keysOf(value, `${path}${name}.`),
  );
}

const source = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(join("src", name), "utf8"))
  .join("\n");

/** Keys as they stand in the source, and patterns of those that are put together there. */
const named = new Set([...source.matchAll(/["'`]([a-z\d_]+(?:\.[a-z\d_]+)+)["'`]/g)].map(([, key]) => key));
const composed = [...source.matchAll(/`([a-z\d_]+\.[^`]*\$\{[^`]*)`/g)].map(
  ([, key = ""]) => new RegExp(`^${key.replaceAll(".", "\\.").replace(/\$\{[^}]*\}/g, "[a-z\\d_-]+")}$`),
);

function isShown(key: string): boolean {
  const forms = [key, key.replace(/_(one|many|other)$/, "")];
  return forms.some((form) => named.has(form) || composed.some((pattern) => pattern.test(form)));
}

describe("words", () => {
  it("finds what is shown, and what is not", () => {
    expect(isShown("app.name")).toBe(true);
    expect(isShown("system.state_ok")).toBe(true);
    expect(isShown("app.nobody_says_this")).toBe(false);
  });

  it("holds none that no screen shows", () => {
    expect(keysOf(es).filter((key) => !isShown(key))).toEqual([]);
  });
});
