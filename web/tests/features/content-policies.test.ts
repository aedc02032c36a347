import { expect, test } from "vitest";
import type { ContentPolicy } from "@/api/types";
import {
  blankPolicy,
  bodyOf,
  meeting,
  refusedOf,
  turned,
  valuesOf,
} from "@/features/content-policies/api/policies";
import { contentKinds } from "@/i18n/content-words";

const settled = { is_retired: false, changed_by: null, changed_at: null, version: 1 };

function aPolicy(change: Partial<ContentPolicy> = {}): ContentPolicy {
  return { id: "p", name: "P", allowed: ["text"], connections: [], roles: [], ...settled, ...change };
}

test("what is allowed keeps its order, and the rest is refused", () => {
  const allowed = turned(["pdf", "text"], "link", true);
  expect(allowed).toEqual(["text", "link", "pdf"]);
  expect(turned(allowed, "pdf", false)).toEqual(["text", "link"]);
  expect(refusedOf(contentKinds)).toEqual([]);
  expect(refusedOf(["text"])).toEqual(contentKinds.slice(1));
});

test("none named are all, in the form and in the API", () => {
  expect(valuesOf(aPolicy())).toEqual({ name: "P", allowed: ["text"], connections: null, roles: null });
  expect(bodyOf({ roles: null, connections: ["a"] })).toEqual({ roles: [], connections: ["a"] });
  expect(bodyOf({ name: "Q" })).toEqual({ name: "Q" });
});

test.each([
  [{}, true],
  [{ connections: ["wa"] }, true],
  [{ connections: ["other"] }, false],
  [{ roles: ["agent"] }, true],
  [{ roles: ["supervisor"] }, false],
  [{ is_retired: true }, false],
  [{ id: "own" }, false],
])("%j meets a policy of agents over one connection: %s", (change, expected) => {
  const values = { ...blankPolicy, connections: ["wa"], roles: ["agent"] };
  expect(meeting(values, [aPolicy(change)], "own")).toHaveLength(expected ? 1 : 0);
});
