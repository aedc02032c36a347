import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { folded, marked } from "@/features/chat/api/folded";

const matches = (text: string, words: string) =>
  marked(text, words)
    .filter((piece) => piece.isMatch)
    .map((piece) => piece.text);

describe("words in a text", () => {
  it.each([
    ["Camión ÑANDÚ", "camion nandu"],
    ["Straße", "strasse"],
    ["i\u0301", "i"],
  ])("folds %s as the server does", (text, expected) => expect(folded(text)).toBe(expected));

  it.each([
    ["El CAMIÓN y otro camión", "camion", ["CAMIÓN", "camión"]],
    ["Convenio de pago", "pago con", ["Con", "pago"]],
    ["Su ﬁrma", "firma", ["ﬁrma"]],
    ["👍🏽 listo", "listo", ["listo"]],
    ["i\u0301ndice", "indice", ["i\u0301ndice"]],
    ["nada", "algo", []],
    ["nada", "  ", []],
    ["a.b(c", ".b(", [".b("]],
  ])("marks in %j the words %j", (text, words, expected) => expect(matches(text, words)).toEqual(expected));

  it("loses no letter of any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), (text, words) => {
        expect(
          marked(text, words)
            .map((piece) => piece.text)
            .join(""),
        ).toBe(text);
      }),
    );
  });
});
