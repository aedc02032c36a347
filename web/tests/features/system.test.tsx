import { screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";
import { aCheck, aMe } from "../fakes/entities";

describe("the state of the system", () => {
  let api: FakeApi;

  beforeEach(() => {
    localStorage.clear();
    ({ api } = aDesk());
    api.me = aMe({ role: "administrator" });
  });
  afterEach(() => closeDesk(api));

  it("tells who may not see it", async () => {
    api.me = aMe();
    openDesk(api, "/system");
    expect(await screen.findByText(/No tiene permiso/)).toBeVisible();
    expect(screen.queryByRole("link", { name: "Estado del sistema" })).not.toBeInTheDocument();
  });

  it("says that all is well", async () => {
    api.checks = [aCheck(), aCheck({ kind: "consumer", name: "push" })];
    openDesk(api, "/system");
    expect(await screen.findByText("Todo en orden")).toBeVisible();
    expect(screen.getByRole("row", { name: /Actualización de pantallas.*En orden/ })).toBeVisible();
  });

  it("does not call well what nobody has measured", async () => {
    api.checks = [aCheck(), aCheck({ kind: "consumer", name: "push", state: "unknown" })];
    openDesk(api, "/system");
    expect(await screen.findByText("Faltan datos de algunas partes")).toBeVisible();
    expect(screen.queryByText("Todo en orden")).toBeNull();
  });

  it("shows first what is wrong, why and since when", async () => {
    const since = "2026-11-20T15:00:00.000Z";
    api.checks = [
      aCheck(),
      aCheck({
        kind: "table",
        name: "contacts",
        state: "trouble",
        code: "refusing",
        since,
        detail: "put_item",
      }),
      aCheck({ kind: "queue", name: "media", state: "unknown" }),
      aCheck({ kind: "queue", name: "status", state: "trouble", code: "waiting", since, count: 7 }),
    ];
    openDesk(api, "/system");
    expect(await screen.findByText("2 partes con problemas")).toBeVisible();
    const rows = screen.getAllByRole("row").map((row) => row.textContent);
    expect(rows.slice(1)).toEqual([
      expect.stringMatching(/contacts.*rechaza peticiones.*\(put_item\).*Desde/),
      expect.stringMatching(/confirmaciones de entrega.*Esperan 7 mensajes/),
      expect.stringMatching(/archivos.*Sin datos/),
      expect.stringMatching(/Reloj.*En orden/),
    ]);
  });
});
