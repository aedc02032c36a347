import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  answerOf,
  bodyOf,
  curlOf,
  type Description,
  fieldsOf,
  refusalsOf,
  resourcesOf,
} from "@/features/help/api/description";

const description = JSON.parse(readFileSync("openapi.json", "utf8")) as Description;
const listed = resourcesOf(description).flatMap(([, operations]) => operations);
const find = (id: string) => {
  const found = listed.find(({ operationId }) => operationId === id);
  if (!found) throw new Error(id);
  return found;
};

describe("the API guide", () => {
  it("lists every operation of the API once, and none of a provider's", () => {
    const paths = Object.entries(description.paths).filter(([path]) => path.startsWith("/v1/"));
    const count = paths.flatMap(([, item]) => Object.keys(item)).length;
    expect(new Set(listed.map(({ operationId }) => operationId)).size).toBe(count);
  });

  it("has an example of each, and the refusals", () => {
    for (const one of listed) {
      if (one.requestBody) expect(bodyOf(one)?.content.example, one.path).toBeDefined();
      if (answerOf(one).status !== "204") expect(answerOf(one).example, one.path).toBeDefined();
    }
    expect(refusalsOf(find("edit_label")).map(([status]) => status)).toContain("412");
  });

  it("writes requests that a shell takes", () => {
    const curl = curlOf(find("send_message"), "https://hilo.example");
    expect(curl).toContain('-H "Authorization: Bearer $TOKEN"');
    expect(curl).toContain(`-d '{"kind":"text","text":"Su pedido salió hoy."}'`);
    expect(curlOf(find("edit_label"), "")).toContain(`-H 'If-Match: "1"'`);
    expect(curlOf(find("give_token"), "")).toContain("--data-urlencode 'grant_type=client_credentials'");
  });

  it("tells fields, their kinds and which are needed", () => {
    const body = bodyOf(find("create_label"));
    const fields = fieldsOf(body?.content.schema ?? {}, description.components.schemas);
    expect(fields).toContainEqual(["name", "string", true]);
    expect(fields.find(([name]) => name === "colour")?.[1]).toContain('"azul"');
  });
});
