import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Block, hasMarks, type Inline, parseMarks, withoutMarks } from "@/text/marks";

/** A short notation of the tree: <b>…</b> and so on; only for reading a test. */
const tags = { bold: "b", italic: "i", strike: "s" } as const;
const shownInline = (one: Inline): string => {
  if (one.kind === "text") return one.text;
  if (one.kind === "code") return `<c>${one.text}</c>`;
  if (one.kind === "link") return `<a>${one.href}</a>`;
  return `<${tags[one.kind]}>${one.children.map(shownInline).join("")}</${tags[one.kind]}>`;
};
const shownLine = (line: Inline[]) => line.map(shownInline).join("");
const shownBlock = (block: Block): string => {
  if (block.kind === "text") return shownLine(block.children);
  if (block.kind === "mono") return `<m>${block.text}</m>`;
  if (block.kind === "quote") return `<q>${block.lines.map(shownLine).join("|")}</q>`;
  return `<l${block.first ?? ""}>${block.items.map(shownLine).join("|")}</l>`;
};
const shown = (text: string) => parseMarks(text).map(shownBlock).join("");

describe("WhatsApp's marks", () => {
  it.each([
    ["Debe *₡ 612.400* hoy", "Debe <b>₡ 612.400</b> hoy"],
    ["_uno_, ~dos~ y `tres`", "<i>uno</i>, <s>dos</s> y <c>tres</c>"],
    ["*_~todo~_*", "<b><i><s>todo</s></i></b>"],
    ["¡*Sí*! (_no_)", "¡<b>Sí</b>! (<i>no</i>)"],
    ["antes\n*después*", "antes\n<b>después</b>"],
    ["```a *b*\nc```", "<m>a *b*\nc</m>"],
    ["mira:\n```\nx = 1\n```\nfin", "mira:<m>x = 1</m>fin"],
    ["> cita *fuerte*\n> otra\nno", "<q>cita <b>fuerte</b>|otra</q>no"],
    ["- pan\n- leche\n* café", "<l>pan|leche|café</l>"],
    ["1. uno\n2. dos\n7. siete", "<l1>uno|dos</l><l7>siete</l>"],
    ["ver https://a.ec/x_y_z.", "ver <a>https://a.ec/x_y_z</a>."],
    ["*https://a.ec/b*", "<b><a>https://a.ec/b</a></b>"],
  ])("draw %j as %j", (text, drawn) => {
    expect(shown(text)).toBe(drawn);
  });

  it.each([
    "2*3*4",
    "snake_case_name",
    "un * suelto *",
    "*sin cerrar",
    "*\n*",
    "**",
    "****",
    "``````",
    "``` ```",
    "5 * 3 = 15 * 1",
    "*no\ncruza líneas*",
    "-sin espacio",
    "1.sin espacio",
    "a*b*",
    "~a~b",
  ])("leave %j as it is", (text) => {
    expect(shown(text)).toBe(text);
    expect(hasMarks(text)).toBe(false);
  });

  it.each([
    "<img src=x onerror=alert(1)>",
    "*<script>alert(1)</script>*",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "https://",
  ])("make nothing of %j but text", (text) => {
    const links = JSON.stringify(parseMarks(text)).includes('"link"');
    expect(links).toBe(false);
    expect(withoutMarks(text)).toBe(text.replaceAll("*", ""));
  });

  it("are gone in a list's row", () => {
    expect(withoutMarks("*Hola* _Ana_\n- uno\n> dos ```tres```")).toBe("Hola Ana\nuno\ndos \ntres");
  });

  it("never lose, add or reorder a letter, whatever the text", () => {
    const letters = fc.constantFrom(...[..."*_~`> -1.\n aé😀"], "```", "https://a.b/c_d", "\u202e");
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 60 }), (parts) => {
        const text = parts.join("");
        let at = 0;
        for (const letter of withoutMarks(text)) {
          if (letter === "\n") continue;
          at = text.indexOf(letter, at);
          expect(at).toBeGreaterThanOrEqual(0);
          at += letter.length;
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each(["*a", "*_~", "`a", "_a ", "*a* ", "> ", "- a\n", "```", "https://a "])(
    "are read once through even when %j comes thousands of times",
    (part) => {
      const text = part.repeat(20_000);
      expect(withoutMarks(text).length).toBeLessThanOrEqual(text.length);
    },
  );
});
