import { describe, expect, it } from "vitest";
import { applyTool, type Tool } from "@/text/edit";

/** The selection stands between two bars. */
function selected(text: string) {
  const [before = "", chosen = "", after = ""] = text.split("|");
  return { text: before + chosen + after, from: before.length, to: before.length + chosen.length };
}
function shown({ text, from, to }: ReturnType<typeof selected>): string {
  return `${text.slice(0, from)}|${text.slice(from, to)}|${text.slice(to)}`;
}

describe("tools of the composer", () => {
  it.each<[Tool, string, string]>([
    ["bold", "Debe |20| hoy", "Debe *|20|* hoy"],
    ["bold", "Debe *|20|* hoy", "Debe |20| hoy"],
    ["bold", "Debe| 20 |hoy", "Debe *|20|* hoy"],
    ["italic", "Hola ||", "Hola _||_"],
    ["mono", "|x = 1|", "```|x = 1|```"],
    ["list", "a\nb|b|b\nc", "a\n|- bbb|\nc"],
    ["list", "|- uno\n- dos|", "|uno\ndos|"],
    ["numbers", "|- uno\n- dos|", "|1. uno\n2. dos|"],
    ["quote", "||hola", "|> hola|"],
  ])("%s makes %j into %j", (tool, before, after) => {
    expect(shown(applyTool(tool, selected(before)))).toBe(after);
  });
});
