import { describe, expect, it } from "vitest";
import { ApiError, OfflineError } from "@/api/errors";
import * as labels from "@/features/labels/api/labels";
import * as queues from "@/features/queues/api/queues";
import { translator } from "@/i18n";
import "@/i18n";
import { refusals } from "@/settings/refusals";
import { aLabel, aQueue } from "../fakes/entities";

const { t } = translator;

describe("a queue's form", () => {
  it.each([
    [null, ""],
    [90, "1,5"],
    [300, "5"],
    [20, "0,33"],
  ])("shows %s seconds as “%s” minutes", (target_seconds, target) => {
    expect(queues.valuesOf(aQueue({ target_seconds })).target).toBe(target);
  });

  it.each([
    ["5", 300],
    ["1,5", 90],
    [" 1.5 ", 90],
    ["", null],
  ])("reads “%s” minutes as %s seconds", (target, target_seconds) => {
    expect(queues.bodyOf({ target })).toEqual({ target_seconds });
    expect(queues.flawsOf({ ...queues.blankQueue, name: "Ventas", target }, t)).toEqual({});
  });

  it.each(["pronto", "-1", "0", "0,1", "10081", "1e3", "1:30"])("refuses “%s”", (target) => {
    expect(queues.flawsOf({ ...queues.blankQueue, name: "Ventas", target }, t)).toHaveProperty("target");
  });

  it("says what needs a queue that is to be retired", () => {
    const error = new ApiError(409, {
      code: "queue_in_use",
      connections: [{ id: "a", name: "Principal" }],
      waiting: 1,
      held: 2,
    });
    expect(queues.usersOf(error, aQueue(), t)).toBe(
      "No se puede retirar General: la usan la conexión Principal y 3 conversaciones abiertas.",
    );
    expect(queues.usersOf(new ApiError(409, { code: "name_taken" }), aQueue(), t)).toBeNull();
  });
});

describe("a label's form", () => {
  it("tells all roles from some", () => {
    const values = labels.valuesOf(aLabel({ used_by: ["supervisor"] }));
    expect([values.seen_by, values.used_by]).toEqual([null, ["supervisor"]]);
    expect(labels.bodyOf(values)).toMatchObject({ seen_by: [], used_by: ["supervisor"] });
    expect(labels.bodyOf({ name: "x" })).toEqual({ name: "x" });
  });

  it("names every field that is wrong", () => {
    const wrong = { ...labels.blankLabel, name: " ", description: "x".repeat(201), seen_by: [] };
    expect(Object.keys(labels.flawsOf(wrong, t)).sort()).toEqual(["description", "name", "seen_by"]);
    expect(labels.flawsOf({ ...labels.blankLabel, name: "Mora" }, t)).toEqual({});
  });
});

describe("refusals of a form", () => {
  it.each([
    [
      new ApiError(409, { code: "name_taken", holder: { name: "Mora", is_retired: false } }),
      "name",
      /Ya existe “Mora”/,
    ],
    [
      new ApiError(409, { code: "name_taken", holder: { name: "Mora", is_retired: true } }),
      "name",
      /Restáurela/,
    ],
    [
      new ApiError(422, {
        code: "invalid_request",
        errors: [{ field: "seen_by.0", code: "invalid", detail: "" }],
      }),
      "seen_by",
      /Revíselo/,
    ],
    [new ApiError(403, { code: "forbidden" }), "", /No tiene permiso/],
    [new ApiError(500, { code: "internal_error" }), "", /No se guardó/],
    [new OfflineError(null), "", /lo escrito sigue aquí/],
  ])("%s name the field and how to mend it", (error, field, sentence) => {
    expect(refusals(error, t)[field]).toMatch(sentence);
  });

  it("leave a conflict to its own note", () => {
    expect(refusals(new ApiError(412, { code: "version_conflict" }), t)).toEqual({});
  });
});
