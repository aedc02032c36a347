import { expect, test } from "vitest";
import type { Application } from "@/api/types";
import {
  blankApplication,
  bodyOf,
  flawsOf,
  grantable,
  turned,
  valuesOf,
} from "@/features/applications/api/applications";

const told = ((key: string) => key) as never;
const shop: Application = {
  id: "A",
  name: "Tienda",
  description: "",
  permissions: ["conversations.read", "conversations.answer"],
  scope: "queues",
  queues: ["general"],
  secrets: [],
  last_used_at: null,
  is_retired: false,
  changed_by: null,
  changed_at: null,
  version: 1,
};

test("all queues are a scope of their own, in the form and in the API", () => {
  expect(valuesOf(shop).queues).toEqual(["general"]);
  expect(valuesOf({ ...shop, scope: "all", queues: [] }).queues).toBeNull();
  expect(bodyOf({ queues: null })).toEqual({ scope: "all" });
  expect(bodyOf({ queues: ["a"] })).toEqual({ scope: "queues", queues: ["a"] });
  expect(bodyOf({ name: "B" })).toEqual({ name: "B" });
});

test("one grants what one holds and an application has a use for; what is given stays in sight", () => {
  const held = ["conversations.read", "conversations.claim", "applications.manage"];
  expect(grantable(held, ["queues.read"])).toEqual(["conversations.read", "queues.read"]);
});

test("a form without name, permission or queue says so", () => {
  expect(Object.keys(flawsOf(blankApplication, told))).toEqual(["name", "permissions", "queues"]);
  expect(flawsOf(valuesOf(shop), told)).toEqual({});
});

test("permissions are turned on and off in one order", () => {
  expect(turned(["b"], "a", true)).toEqual(["a", "b"]);
  expect(turned(["a", "b"], "a", false)).toEqual(["b"]);
});
