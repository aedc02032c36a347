import { describe, expect, it } from "vitest";
import type { QuickReply } from "@/api/types";
import { fitting, slashAt, typedSince, written } from "@/features/quick-replies/api/slash";

/** The caret stands at the bar. */
function at(text: string) {
  const caret = text.indexOf("|");
  return slashAt(text.replace("|", ""), caret);
}

function reply(name: string, rest: Partial<QuickReply> = {}): QuickReply {
  return {
    id: name,
    name,
    shortcut: "",
    text: "",
    files: [],
    folder: "",
    used_by: [],
    queue_ids: [],
    greets: "no",
    may_use: true,
    use_count: 0,
    last_used_at: null,
    is_retired: false,
    changed_by: null,
    changed_at: null,
    version: 1,
    ...rest,
  };
}

describe("a slash in the composer", () => {
  it.each([
    ["/|", 0, ""],
    ["/sal|", 0, "sal"],
    ["Hola\n/sal|do", 5, "sal"],
  ])("looks for replies in %j", (text, place, words) => {
    expect(at(text)).toEqual({ at: place, words });
  });

  it.each([
    "12/24|",
    " /sal|",
    "a /sal|",
    "/sal do|",
    "/a/b|",
    "//|",
    "|/sal",
    "https://x|",
    "Hola|",
    "/sal\n|",
  ])("leaves %j alone", (text) => expect(at(text)).toBeNull());

  it("narrows the list of the button by what is typed, as long as it is one word", () => {
    expect(typedSince("Hola sal", 5, 8)).toEqual({ at: 5, words: "sal" });
    expect(typedSince("Hola sal do", 5, 11)).toBeNull();
    expect(typedSince("Hola", 5, 4)).toBeNull();
  });

  it("puts the reply in the place of what was looked for", () => {
    expect(written("Hola\n/sal bien", { at: 5, words: "sal" }, "Debe 20", "/")).toEqual({
      text: "Hola\nDebe 20 bien",
      caret: 12,
    });
    expect(written("Hola sal", { at: 5, words: "sal" }, "Debe", "")).toEqual({ text: "Hola Debe", caret: 9 });
    expect(written("Hola bien", { at: 5, words: "sal" }, " Debe", "/").text).toBe("Hola bien Debe");
  });
});

describe("replies that fit", () => {
  const replies = [
    reply("Saldo pendiente", { text: "Debe" }),
    reply("Dirección", { shortcut: "local", folder: "Tienda" }),
    reply("Cobro", { shortcut: "saldo" }),
    reply("De otra cola", { queue_ids: ["cobranzas"] }),
    reply("Ajena", { may_use: false }),
  ];
  const names = (words: string, queue = "general") => fitting(replies, queue, words).map(({ name }) => name);

  it("are those for the queue that one may use, in their order", () => {
    expect(names("")).toEqual(["Saldo pendiente", "Dirección", "Cobro"]);
    expect(names("", "cobranzas")).toContain("De otra cola");
  });

  it("are found without accents, those by their shortcut first", () => {
    expect(names("SALD")).toEqual(["Cobro", "Saldo pendiente"]);
    expect(names("direccion")).toEqual(["Dirección"]);
    expect(names("tienda")).toEqual(["Dirección"]);
    expect(names("nada")).toEqual([]);
  });
});
