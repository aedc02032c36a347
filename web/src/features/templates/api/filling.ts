/** Placeholders of a template and what stands in them, as the server checks it. Pure. */
import type { Template, TemplateParameter } from "@/api/types";
import { capitalised } from "@/i18n/languages";

export type Values = Readonly<Record<string, string>>;

export interface Part {
  text: string;
  look: "plain" | "filled" | "missing";
}

export type Flaw = "missing" | "too_long" | "line_break" | "many_spaces";

const placeholder = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;

/** A text in pieces: what is fixed, what was filled in, and what is missing, under its own name. */
export function partsOf(text: string, keyOf: (name: string) => string, values: Values): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(placeholder)) {
    if (match.index > from) parts.push({ text: text.slice(from, match.index), look: "plain" });
    const name = match[1] ?? "";
    const value = values[keyOf(name)]?.trim();
    parts.push(value ? { text: value, look: "filled" } : { text: `{{${name}}}`, look: "missing" });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), look: "plain" });
  return parts;
}

export const bodyKey = (name: string) => name;
export const headerKey = (name: string) => `header.${name}`;

/** What WhatsApp would refuse in a value; line breaks and tabs never get into a field of one line. */
export function flawOf(parameter: TemplateParameter, value: string): Flaw | null {
  if (!value.trim()) return "missing";
  if ([...value].length > parameter.limit) return "too_long";
  if (/[\n\r\t]/.test(value)) return "line_break";
  return / {5,}/.test(value) ? "many_spaces" : null;
}

/** The values that the server is told: those the template asks for. */
export function valuesOf(template: Template, values: Values): Record<string, string> {
  return Object.fromEntries(template.parameters.map(({ key }) => [key, (values[key] ?? "").trim()]));
}

/** "recordatorio_pago" as people read it. */
export function titleOf(template: Template): string {
  return capitalised(template.name.replaceAll("_", " "));
}

export function fileKindOf(template: Template): "image" | "video" | "document" | null {
  const kind = template.header?.kind;
  return kind === "image" || kind === "video" || kind === "document" ? kind : null;
}

/** Those that answer to what is searched; the ones that can be sent come first. */
export function chosenAmong(
  templates: readonly Template[],
  search: string,
  category: string,
  language: string,
): Template[] {
  const wanted = plain(search);
  const found = templates.filter(
    (one) =>
      (!category || one.category === category) &&
      (!language || one.language === language) &&
      plain(`${titleOf(one)} ${one.body}`).includes(wanted),
  );
  return [...found.filter((one) => !one.refusal), ...found.filter((one) => one.refusal)];
}

function plain(text: string): string {
  return text.trim().toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}
