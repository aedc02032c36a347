import { describe, expect, it } from "vitest";
import cases from "@/text/variables.cases.json";
import { filled, flawsOf, missingIn, piecesOf } from "@/text/variables";

const values = new Map(Object.entries(cases.values));

describe("variables in texts", () => {
  it.each(cases.texts)("reads $text as the server does", ({ text, filled: after, missing, flaws }) => {
    expect(filled(text, values)).toBe(after);
    expect(missingIn(text, values)).toEqual(missing);
    expect(flawsOf(text).map(({ code }) => code)).toEqual(flaws);
  });

  it("shows what was filled in and what is missing", () => {
    expect(piecesOf("Hola {{cliente.nombre}}: {{cliente.cuota}}", values)).toEqual([
      { text: "Hola ", variable: null, missing: false },
      { text: "Rosa", variable: "cliente.nombre", missing: false },
      { text: ": ", variable: null, missing: false },
      { text: "{{cliente.cuota}}", variable: "cliente.cuota", missing: true },
    ]);
  });
});
