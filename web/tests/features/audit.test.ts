import i18next from "i18next";
import { describe, expect, it } from "vitest";
import "@/i18n";
import type { WholeAct } from "@/features/audit/api/audit";
import { asCsv, asJsonLines } from "@/features/audit/api/files";
import { askedOf, filtersOf, searchOf } from "@/features/audit/api/filters";
import { actorWords, actWords, events, eventWords } from "@/features/audit/api/words";

const act: WholeAct = {
  id: "01",
  at: "2026-11-26T09:46:16.889Z",
  event: "label.changed",
  actor: { id: "admin", name: "Administración" },
  role: "administrator",
  session: null,
  request_id: null,
  ip: "192.0.2.1",
  application: null,
  entity_kind: "label",
  entity_id: "L1",
  outcome: "done",
  version: 2,
  before: { name: 'La "vieja"' },
  after: { name: "=HYPERLINK()" },
  detail: {},
};

describe("filters of the audit", () => {
  it("are kept in the address, and nothing else is taken from it", () => {
    const filters = { actor: "admin", text: "más & menos" };
    expect(filtersOf(`${searchOf(filters)}&other=1&event=`)).toEqual(filters);
  });

  it("ask for whole days, the last one included", () => {
    const asked = askedOf({ since: "2026-02-28", until: "2026-02-28" });
    expect(Date.parse(asked.until ?? "") - Date.parse(asked.since ?? "")).toBe(86_400_000);
  });
});

describe("what is taken along", () => {
  it("is one line for each act", () => {
    expect(
      asJsonLines([act, act])
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([act, act]);
  });

  it("holds no formula and no loose quote", () => {
    const sheet = asCsv([{ ...act, entity_id: "=1+1" }]);
    expect(sheet).toContain(`"'=1+1"`);
    expect(sheet).toContain(String.raw`"{""name"":""La \""vieja\""""}"`);
    expect(sheet.split("\r\n")).toHaveLength(3);
  });
});

describe("words of the audit", () => {
  const { t } = i18next;

  it("say every known event, and show another by its own name", () => {
    for (const event of events) expect(eventWords(event, t)).not.toContain(event);
    expect(eventWords("thing.done", t)).toContain("thing.done");
  });

  it("name people, functions and things", () => {
    expect(actorWords({ id: "admin", name: "Ana" }, t)).toBe("Ana");
    expect(actorWords({ id: "clock", name: null }, t)).toBe("El producto (clock)");
    expect(actorWords({ id: "anonymous", name: null }, t)).toBe("Alguien sin entrar");
  });

  const nameOf = (kind: string, id: string) => (kind === "user" && id === "ana" ? "Ana Rojas" : undefined);
  const said = (event: string, kind: string, id: string, name: string | null = null) =>
    actWords(
      { event, actor: { id: "admin", name: "Berta" }, name, entity_kind: kind, entity_id: id },
      nameOf,
      t,
    );

  it("say each thing once, by its name where it has one", () => {
    expect(said("queue.changed", "queue", "Q1", "Ventas")).toBe("Berta cambió la cola Ventas");
    expect(said("conversation.labelled", "conversation", "C1")).toBe("Berta etiquetó la conversación C1");
    expect(said("field.revealed", "contact", "K1")).toBe("Berta reveló un dato del contacto K1");
    expect(said("user.deactivated", "user", "ana")).toBe("Berta desactivó a Ana Rojas");
    expect(said("preferences.changed", "preferences", "admin")).toBe("Berta cambió sus preferencias");
  });

  it("say whom it concerns where somebody else did it", () => {
    expect(said("session.opened", "user", "admin")).toBe("Berta entró");
    expect(said("factor.removed", "user", "ana")).toBe("Berta quitó un segundo factor: Ana Rojas");
  });
});
