import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";
import { aConnection, aMe } from "../fakes/entities";

const expired = {
  code: "190",
  title: "The access token has expired",
  detail: "Session has expired",
  since: "2026-11-20T15:00:00.000Z",
};

describe("connections", () => {
  let api: FakeApi;

  beforeEach(() => {
    localStorage.clear();
    ({ api } = aDesk());
    api.me = aMe({ role: "administrator" });
    api.connections = [
      aConnection(),
      aConnection({ id: "wa-cobranzas", name: "WhatsApp cobranzas", trouble: expired }),
    ];
  });
  afterEach(() => closeDesk(api));

  it("tells who may not see them", async () => {
    api.me = aMe();
    openDesk(api, "/connections");
    expect(await screen.findByText(/No tiene permiso/)).toBeVisible();
    expect(screen.queryByRole("link", { name: "Conexiones" })).not.toBeInTheDocument();
  });

  it("says which one cannot send, since when and what mends it", async () => {
    openDesk(api, "/connections");
    const row = await screen.findByRole("row", { name: /WhatsApp cobranzas/ });
    expect(within(row).getByText("No puede enviar")).toBeVisible();
    expect(within(row).getByText(/El token de acceso venció.*Desde/)).toBeVisible();
    expect(screen.getByText("1 activa, 1 con problema")).toBeVisible();
  });

  it("says what the provider forbids, and that answers wait", async () => {
    const restriction = {
      kind: "restricted" as const,
      reasons: ["RESTRICTED_CUSTOMER_INITIATED_MESSAGING", "SOMETHING_NEW"],
      since: "2026-11-20T15:00:00.000Z",
      until: "2026-11-23T15:00:00.000Z",
      stops_sending: true,
    };
    api.connections = [aConnection({ restriction, trouble: expired })];
    openDesk(api, "/connections");
    const row = await screen.findByRole("row", { name: /WhatsApp principal/ });
    expect(within(row).getByText("Restringida por Meta")).toBeVisible();
    expect(within(row).getByText(/No permite responder a los clientes, SOMETHING_NEW\./)).toBeVisible();
    expect(within(row).getByText(/esperará y se enviará después.*Desde.*Hasta/)).toBeVisible();
    expect(screen.getByText("0 activas, 1 con problema")).toBeVisible();
  });

  it("shows quality, limit and how much of the history has come", async () => {
    const since = "2026-11-20T15:00:00.000Z";
    api.connections = [
      aConnection({
        quality: { word: "red", detail: null, since },
        messaging_limit: { word: "2000", detail: null, since },
        display_name: { word: "rejected", detail: "Sol", since },
        history: { state: "coming", percent: 45, at: since },
      }),
    ];
    openDesk(api, "/connections");
    const row = await screen.findByRole("row", { name: /WhatsApp principal/ });
    expect(within(row).getByText("Conectada")).toBeVisible();
    expect(
      within(row)
        .getAllByRole("listitem")
        .map((one) => one.textContent),
    ).toEqual([
      "Calidad baja (roja)",
      "Puede iniciar hasta 2.000 conversaciones al día",
      "Nombre visible «Sol», rechazado",
      "Historial: 45 %",
    ]);
  });

  it("shows the provider's own words where we have none", async () => {
    api.connections = [aConnection({ trouble: { ...expired, code: "999", detail: "Something new" } })];
    openDesk(api, "/connections");
    expect(await screen.findByText(/Something new \(999\)/)).toBeVisible();
  });

  it("shows what the provider told, in words and as it came", async () => {
    api.notices = [
      {
        id: "n1",
        at: "2026-11-20T15:00:00.000Z",
        app_id: "meta-local",
        connection_id: null,
        field: "account_update",
        payload: { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "DISABLE" } },
      },
    ];
    const { user } = openDesk(api, "/connections");
    const row = await screen.findByRole("row", { name: /Cambio de la cuenta/ });
    expect(within(row).getByText("DISABLED_UPDATE")).toBeVisible();
    await user.click(within(row).getByRole("button", { name: /Ver contenido/ }));
    const dialog = await screen.findByRole("dialog", { name: "Contenido recibido" });
    await waitFor(() => expect(within(dialog).getByText(/waba_ban_state/)).toBeVisible());
  });

  it("asks before it switches one off, and switches it on again", async () => {
    const { user } = openDesk(api, "/connections");
    await user.click(await screen.findByRole("button", { name: "Desactivar WhatsApp principal" }));
    const dialog = await screen.findByRole("dialog", { name: "Desactivar WhatsApp principal" });
    expect(api.connections[0]?.enabled).toBe(true);
    await user.click(within(dialog).getByRole("button", { name: "Desactivar" }));
    expect(await screen.findByText("WhatsApp principal está desactivada.")).toBeVisible();
    expect(await screen.findByText("Desactivada")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Activar WhatsApp principal" }));
    await waitFor(() => expect(api.connections[0]?.enabled).toBe(true));
  });

  it("says so when somebody else was faster", async () => {
    const { user } = openDesk(api, "/connections");
    await user.click(await screen.findByRole("button", { name: "Desactivar WhatsApp principal" }));
    api.connections = api.connections.map((one) => ({ ...one, version: 7 }));
    const dialog = await screen.findByRole("dialog", { name: "Desactivar WhatsApp principal" });
    await user.click(within(dialog).getByRole("button", { name: "Desactivar" }));
    expect(await screen.findByText(/Alguien cambió la conexión antes/)).toBeVisible();
  });
});
