/**
 * Variables in texts: `{{agente.nombre}}`, `{{cliente.<campo>}}`. Pure. A text is read once: a value that looks like a
 * variable is put in as it is. The server reads the same way (`quick_replies/variables.py`), tried with the same cases.
 */

export const agentName = "agente.nombre";
const client = "cliente.";

/** Values by the names of variables. */
export type Values = ReadonlyMap<string, string>;

export interface Piece {
  text: string;
  /** The variable that stands there; null for what is fixed. */
  variable: string | null;
  missing: boolean;
}

export type VariableFlaw = "unknown_variable" | "malformed_variable";

const written = /\{\{\s*([^{}\s]+)\s*\}\}/g;
const known = /^(agente\.nombre|cliente\.[a-z][a-z0-9_]{0,39})$/;

export function clientVariable(field: string): string {
  return client + field;
}

/** The field of the customer that a variable names; null for another one. */
export function fieldOf(variable: string): string | null {
  return variable.startsWith(client) ? variable.slice(client.length) : null;
}

/** A text in pieces: what is fixed, what is filled in, and what has no value. */
export function piecesOf(text: string, values: Values): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(written)) {
    if (match.index > from)
      pieces.push({ text: text.slice(from, match.index), variable: null, missing: false });
    const variable = match[1] ?? "";
    const value = values.get(variable)?.trim();
    pieces.push({ text: value || match[0], variable, missing: !value });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), variable: null, missing: false });
  return pieces;
}

export function filled(text: string, values: Values): string {
  return piecesOf(text, values)
    .map((piece) => piece.text)
    .join("");
}

/** The variables of a text, each once, in their order. */
export function variablesOf(text: string): string[] {
  return [...new Set([...text.matchAll(written)].map((match) => match[1] ?? ""))];
}

export function missingIn(text: string, values: Values): string[] {
  return variablesOf(text).filter((variable) => !values.get(variable)?.trim());
}

/** What is wrong with the variables of a text; an unknown one is named. */
export function flawsOf(text: string): { code: VariableFlaw; variable: string | null }[] {
  const unknown = variablesOf(text).filter((variable) => !known.test(variable));
  const flaws: { code: VariableFlaw; variable: string | null }[] = unknown.map((variable) => ({
    code: "unknown_variable",
    variable,
  }));
  const rest = text.replace(written, "\n").split("\n");
  if (rest.some((part) => part.includes("{{") || part.includes("}}"))) {
    flaws.push({ code: "malformed_variable", variable: null });
  }
  return flaws;
}
