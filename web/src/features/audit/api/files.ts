/** Files that people take along: one line for each act. */
import type { WholeAct } from "./audit";

const columns = [
  "at",
  "event",
  "actor",
  "actor_name",
  "role",
  "application",
  "entity_kind",
  "entity_id",
  "version",
  "outcome",
  "ip",
  "session",
  "request_id",
  "before",
  "after",
  "detail",
  "id",
] as const;

export function asJsonLines(acts: readonly WholeAct[]): string {
  return acts.map((act) => `${JSON.stringify(act)}\n`).join("");
}

/** With a mark of its encoding, which spreadsheets need to read accents. */
export function asCsv(acts: readonly WholeAct[]): string {
  const rows = acts.map((act) => {
    const flat: Record<string, unknown> = { ...act, actor: act.actor.id, actor_name: act.actor.name };
    return columns.map((name) => cell(flat[name])).join(",");
  });
  return `\uFEFF${[columns.join(","), ...rows].join("\r\n")}\r\n`;
}

/** Quoted; what a spreadsheet would take for a formula is made a text. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

export function save(name: string, type: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
