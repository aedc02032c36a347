/** What the tools of the composer do to a text and its selection. Pure. */
export interface Selected {
  text: string;
  from: number;
  to: number;
}

export type Tool = "bold" | "italic" | "strike" | "mono" | "list" | "numbers" | "quote";

const around: Partial<Record<Tool, string>> = { bold: "*", italic: "_", strike: "~", mono: "```" };

/** Puts a mark around the selection or before its lines; takes it away where it stands already. */
export function applyTool(tool: Tool, selected: Selected): Selected {
  const mark = around[tool];
  return mark ? wrapped(mark, selected) : prefixed(tool, selected);
}

function wrapped(mark: string, { text, from, to }: Selected): Selected {
  const size = mark.length;
  const chosen = text.slice(from, to);
  if (text.slice(from - size, from) === mark && text.slice(to, to + size) === mark) {
    const without = text.slice(0, from - size) + chosen + text.slice(to + size);
    return { text: without, from: from - size, to: to - size };
  }
  const blankBefore = chosen.length - chosen.trimStart().length;
  const start = chosen.trim() === "" ? from : from + blankBefore;
  const end = chosen.trim() === "" ? to : start + chosen.trim().length;
  const marked = text.slice(0, start) + mark + text.slice(start, end) + mark + text.slice(end);
  return { text: marked, from: start + size, to: end + size };
}

const prefixes = /^(?:[-*] |\d{1,3}\. |> )/;

function prefixed(tool: Tool, { text, from, to }: Selected): Selected {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const nextBreak = text.indexOf("\n", to);
  const end = nextBreak < 0 ? text.length : nextBreak;
  const lines = text.slice(start, end).split("\n");
  const wanted = lines.map((_, index) => prefixOf(tool, index));
  const isOn = lines.every((line, index) => line.startsWith(wanted[index] ?? ""));
  const changed = lines
    .map((line, index) => (isOn ? "" : (wanted[index] ?? "")) + line.replace(prefixes, ""))
    .join("\n");
  return { text: text.slice(0, start) + changed + text.slice(end), from: start, to: start + changed.length };
}

function prefixOf(tool: Tool, index: number): string {
  if (tool === "numbers") return `${index + 1}. `;
  return tool === "quote" ? "> " : "- ";
}
