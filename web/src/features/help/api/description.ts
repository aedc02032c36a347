/** The API's own description (OpenAPI), as far as the guide shows it. */
import { useQuery } from "@tanstack/react-query";
import { get } from "@/api/http";

export interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  format?: string;
}

interface Content {
  schema: Schema;
  example?: unknown;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  schema: Schema;
}

export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  deprecated?: boolean;
  "x-sunset"?: string;
  "x-instead"?: string;
  "x-permission"?: string;
  "x-callers"?: "everybody" | "people";
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, { description: string; content?: Record<string, Content> }>;
}

export interface ProblemCode {
  code: string;
  status: number;
  meaning: string;
  mend: string;
}

export interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
  "x-problems": ProblemCode[];
}

export interface Listed extends Operation {
  method: string;
  path: string;
}

const methods = ["get", "post", "put", "patch", "delete"];

export function useDescription() {
  return useQuery({
    queryKey: ["openapi"],
    queryFn: () => get<Description>("/openapi.json"),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** By resource, in the order of their names; what a provider calls is none of an integrator's. */
export function resourcesOf({ paths }: Description): [string, Listed[]][] {
  const found = new Map<string, Listed[]>();
  for (const [path, item] of Object.entries(paths)) {
    if (!path.startsWith("/v1/")) continue;
    for (const method of methods) {
      const operation = item[method];
      if (!operation) continue;
      const tag = operation.tags[0] ?? "";
      found.set(tag, [...(found.get(tag) ?? []), { ...operation, method: method.toUpperCase(), path }]);
    }
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1));
}

/** The answer that is no refusal. */
export function answerOf({ responses }: Operation): { status: string; example: unknown } {
  const status = Object.keys(responses).find((one) => one.startsWith("2")) ?? "200";
  return { status, example: Object.values(responses[status]?.content ?? {})[0]?.example };
}

export function refusalsOf({ responses }: Operation): [string, string][] {
  return Object.entries(responses)
    .filter(([status]) => /^[45]/.test(status))
    .map(([status, { description }]) => [status, description]);
}

export function bodyOf(operation: Operation): { type: string; content: Content } | null {
  const [first] = Object.entries(operation.requestBody?.content ?? {});
  return first ? { type: first[0], content: first[1] } : null;
}

/** A field and what stands in it, one line each; deeper ones by the name of what they belong to. */
export function fieldsOf(schema: Schema, schemas: Record<string, Schema>): [string, string, boolean][] {
  const { properties = {}, required = [] } = resolved(schema, schemas);
  return Object.entries(properties).map(([name, one]) => [
    name,
    kindOf(one, schemas),
    required.includes(name),
  ]);
}

function kindOf(schema: Schema, schemas: Record<string, Schema>): string {
  if (schema.$ref) {
    const found = resolved(schema, schemas);
    return found.enum ? kindOf(found, schemas) : (schema.$ref.split("/").pop() ?? "");
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(" | ");
  if (schema.anyOf) return schema.anyOf.map((one) => kindOf(one, schemas)).join(" | ");
  if (schema.items) return `${kindOf(schema.items, schemas)}[]`;
  return schema.format ?? schema.type ?? "";
}

function resolved(schema: Schema, schemas: Record<string, Schema>): Schema {
  const name = schema.$ref?.split("/").pop();
  return name ? (schemas[name] ?? schema) : schema;
}

/** A line for a shell that makes the request of the example. */
export function curlOf(operation: Listed, origin: string): string {
  const body = bodyOf(operation);
  const lines = [`curl -s -X ${operation.method} '${origin}/api${operation.path}'`];
  if (operation["x-permission"]) lines.push(`-H "Authorization: Bearer $TOKEN"`);
  for (const { name, required } of operation.parameters ?? []) {
    if (name === "If-Match" && required) lines.push(`-H 'If-Match: "1"'`);
  }
  if (body?.type === "application/json") lines.push(`-H 'Content-Type: application/json'`);
  if (body && body.type !== "application/json") {
    const fields = Object.entries(body.content.example as Record<string, string>);
    lines.push(...fields.map(([name, value]) => `--data-urlencode '${name}=${value}'`));
  } else if (body) {
    lines.push(`-d '${JSON.stringify(body.content.example).replaceAll("'", String.raw`'\''`)}'`);
  }
  return lines.join(" \\\n  ");
}

export function anchorOf({ operationId }: Operation): string {
  return `op-${operationId}`;
}
