import { describe, expect, it } from "vitest";
import type { PermissionEntry } from "@/api/types";
import { fitting, turned } from "@/features/roles/api/roles";

const entry = (id: PermissionEntry["id"], more: Partial<PermissionEntry> = {}): PermissionEntry => ({
  id,
  group: "security",
  needs: [],
  needs_all: false,
  is_dangerous: false,
  ...more,
});
const catalogue = [
  entry("conversations.read"),
  entry("conversations.answer", { needs: ["conversations.read"] }),
  entry("privacy.manage", { needs: ["conversations.read"], needs_all: true }),
];

describe("permissions of a role", () => {
  it("come with what they need and go with what needs them", () => {
    expect(turned([], "conversations.answer", true, catalogue)).toEqual([
      "conversations.answer",
      "conversations.read",
    ]);
    expect(
      turned(["conversations.answer", "conversations.read"], "conversations.read", false, catalogue),
    ).toEqual([]);
  });

  it("that reach customers whole go when the scope narrows", () => {
    const all = ["conversations.read", "privacy.manage"] as const;
    expect(fitting(all, "all", catalogue)).toEqual(all);
    expect(fitting(all, "queues", catalogue)).toEqual(["conversations.read"]);
  });
});
