import { describe, expect, it } from "vitest";
import { changedKeys, clashes, type Draft, isStale, upon } from "@/settings/draft";

interface Values {
  name: string;
  roles: string[] | null;
  note: string;
}

const blank: Values = { name: "", roles: null, note: "" };
const began = { version: 3, values: { name: "Mora", roles: null, note: "" } };
const draft = (change: Partial<Values>): Draft<Values> => ({
  base: began,
  values: { ...began.values, ...change },
});

describe("a draft of settings", () => {
  it("knows what differs from what it began with", () => {
    expect(changedKeys(draft({}), blank)).toEqual([]);
    expect(changedKeys(draft({ name: "Mora alta", roles: [] }), blank)).toEqual(["name", "roles"]);
    expect(changedKeys({ base: null, values: { ...blank, note: "x" } }, blank)).toEqual(["note"]);
  });

  it("is stale once another version is saved", () => {
    expect(isStale(draft({}), began)).toBe(false);
    expect(isStale(draft({}), { ...began, version: 4 })).toBe(true);
    expect(isStale({ base: null, values: blank }, began)).toBe(false);
  });

  it("clashes only where both changed the same to something else", () => {
    const theirs = { version: 4, values: { name: "Mora baja", roles: ["agent"], note: "" } };
    expect(clashes(draft({ name: "Mora alta", note: "x" }), theirs, blank)).toEqual(["name"]);
    expect(clashes(draft({ name: "Mora baja" }), theirs, blank)).toEqual([]);
    expect(clashes(draft({ note: "x" }), theirs, blank)).toEqual([]);
  });

  it("keeps one's own changes upon those of others", () => {
    const theirs = { version: 4, values: { name: "Mora baja", roles: ["agent"], note: "y" } };
    const moved = upon(draft({ name: "Mora alta" }), theirs, blank);
    expect(moved).toEqual({ base: theirs, values: { name: "Mora alta", roles: ["agent"], note: "y" } });
    expect(changedKeys(moved, blank)).toEqual(["name"]);
  });
});
