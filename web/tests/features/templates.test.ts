import { describe, expect, test } from "vitest";
import type { Template, TemplateParameter } from "@/api/types";
import {
  bodyKey,
  chosenAmong,
  fileKindOf,
  flawOf,
  headerKey,
  partsOf,
  titleOf,
  valuesOf,
} from "@/features/templates/api/filling";
import { countries, defaultCountry, digitsOf } from "@/features/templates/api/phones";

const parameter: TemplateParameter = { key: "1", place: "body", name: "1", limit: 10, example: null };

function aTemplate(given: Partial<Template> = {}): Template {
  return {
    name: "recordatorio_pago",
    language: "es",
    category: "UTILITY",
    status: "APPROVED",
    header: null,
    body: "Hola {{1}}",
    footer: null,
    buttons: [],
    parameters: [parameter],
    refusal: null,
    price: null,
    ...given,
  };
}

describe("filling", () => {
  test("what is filled in and what is missing are told apart", () => {
    expect(partsOf("Hola {{1}}, por {{2}}.", bodyKey, { "1": " Rosa ", "2": "  " })).toEqual([
      { text: "Hola ", look: "plain" },
      { text: "Rosa", look: "filled" },
      { text: ", por ", look: "plain" },
      { text: "{{2}}", look: "missing" },
      { text: ".", look: "plain" },
    ]);
    expect(partsOf("{{ mes }}", headerKey, { "header.mes": "mayo" })).toEqual([
      { text: "mayo", look: "filled" },
    ]);
  });

  test("a value is never read as a placeholder, nor as markup", () => {
    const parts = partsOf("{{1}}", bodyKey, { "1": "{{2}}<img src=x>" });
    expect(parts).toEqual([{ text: "{{2}}<img src=x>", look: "filled" }]);
  });

  test.each([
    ["", "missing"],
    ["   ", "missing"],
    ["01234567890", "too_long"],
    ["😀😀😀😀😀😀😀😀😀😀", null],
    ["a\tb", "line_break"],
    ["a     b", "many_spaces"],
    ["a    b", null],
  ])("%j has the flaw %s", (value, flaw) => {
    expect(flawOf(parameter, value)).toBe(flaw);
  });

  test("only what the template asks for is sent", () => {
    expect(valuesOf(aTemplate(), { "1": " Rosa ", other: "x" })).toEqual({ "1": "Rosa" });
  });

  test("search knows no accents, and what cannot be sent comes last", () => {
    const paused = aTemplate({ name: "atencion", body: "¿Cómo le atendió?", refusal: "paused" });
    const other = aTemplate({ category: "MARKETING", language: "en_US" });
    expect(chosenAmong([paused, aTemplate(), other], "", "", "")).toEqual([aTemplate(), other, paused]);
    expect(chosenAmong([paused, other], "COMO LE ATENDIO", "", "")).toEqual([paused]);
    expect(chosenAmong([paused, other], "", "MARKETING", "")).toEqual([other]);
    expect(chosenAmong([paused, other], "", "", "es")).toEqual([paused]);
  });

  test("a name reads as words, and a header names its file", () => {
    expect(titleOf(aTemplate())).toBe("Recordatorio pago");
    expect(fileKindOf(aTemplate({ header: { kind: "image", text: null } }))).toBe("image");
    expect(fileKindOf(aTemplate({ header: { kind: "text", text: "a" } }))).toBeNull();
  });
});

describe("numbers", () => {
  test.each([
    ["098 555 0121", "EC", "593985550121"],
    ["98-555-0121", "EC", "593985550121"],
    ["+54 9 11 5555-0101", "EC", "5491155550101"],
    ["12", "EC", null],
    ["hola", "EC", null],
    ["", "EC", null],
  ] as const)("%s in %s is %s", (text, country, digits) => {
    expect(digitsOf(text, country)).toBe(digits);
  });

  test("the country is that of the browser's language, else the organisation's", () => {
    expect(defaultCountry(["es-AR", "en-US"], "EC")).toBe("AR");
    expect(defaultCountry(["es", "en-GB"], "EC")).toBe("GB");
    expect(defaultCountry(["es"], "CR")).toBe("CR");
    expect(defaultCountry(["es"], "nowhere")).toBe("EC");
  });

  test("countries come by name, with their calling codes", () => {
    const found = countries("es").find(({ code }) => code === "EC");
    expect(found).toEqual({ code: "EC", name: "Ecuador", calling: "593" });
  });
});
