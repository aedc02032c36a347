import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matching, mentionQuery, partsOf, stillMentioned, withMention } from "@/features/chat/api/mentioning";

const marta = { id: "m", name: "Marta Ríos", role: "supervisor" };
const martin = { id: "n", name: "Marta Ríos Paz", role: "agent" };
const jose = { id: "j", name: "José Ñandú", role: "agent" };

describe("what is looked for behind an @", () => {
  it.each([
    ["@", 1, { at: 0, words: "" }],
    ["Vea @mar", 8, { at: 4, words: "mar" }],
    ["Vea @Marta R", 12, { at: 4, words: "Marta R" }],
    ["(@jo", 4, { at: 1, words: "jo" }],
    ["Vea @mar ya", 6, { at: 4, words: "m" }],
  ])("%s", (text, caret, query) => {
    expect(mentionQuery(text, caret)).toEqual(query);
  });

  it.each([
    ["rosa@correo.test", 16],
    ["Vea @mar\nluego", 14],
    ["sin arroba", 10],
    [`@${"a".repeat(60)}`, 61],
  ])("is nothing in %s", (text, caret) => {
    expect(mentionQuery(text, caret)).toBeNull();
  });

  it("is found by any name, without accents, first names before others", () => {
    expect(matching([jose, marta], "JOSE")).toEqual([jose]);
    expect(matching([jose, marta], "nan")).toEqual([jose]);
    expect(matching([marta, jose], "")).toEqual([marta, jose]);
    const rita = { id: "r", name: "Rita Marta", role: "agent" };
    expect(matching([rita, marta], "mar")).toEqual([marta, rita]);
  });
});

describe("a name that was picked", () => {
  it("takes the place of what was typed, and the caret stands behind it", () => {
    const text = "Vea @mar por favor";
    const written = withMention(text, { at: 4, words: "mar" }, "Marta Ríos");
    expect(written.text).toBe("Vea @Marta Ríos por favor");
    expect(written.text.slice(written.caret)).toBe("por favor");
    expect(withMention("@", { at: 0, words: "" }, "José").text).toBe("@José ");
  });

  it("is mentioned as long as it stands in the text, once", () => {
    expect(stillMentioned("@Marta Ríos, @Marta Ríos", [marta, marta, jose])).toEqual([marta]);
    expect(stillMentioned("Marta Ríos", [marta])).toEqual([]);
  });
});

describe("the parts of a note", () => {
  it("are text and names, the longest name first", () => {
    expect(partsOf("a @Marta Ríos Paz b@Marta Ríos", [marta, martin])).toEqual([
      { text: "a ", mentioned: null },
      { text: "@Marta Ríos Paz", mentioned: martin },
      { text: " b", mentioned: null },
      { text: "@Marta Ríos", mentioned: marta },
    ]);
  });

  it("say together what was written, whatever it is", () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom("@", "@Marta Ríos", "@José Ñandú", "<b>", "\n"));
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join("");
        const parts = partsOf(text, [marta, martin, jose, { id: "x", name: "" }, { id: "y", name: null }]);
        expect(parts.map((part) => part.text).join("")).toBe(text);
        for (const { mentioned, text: said } of parts) if (mentioned) expect(said).toBe(`@${mentioned.name}`);
      }),
    );
  });
});
