import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";

const all = { state: "open", assignee: null, queue: null, connection: null, channel: null, label: null };
const view = (id: string, name: string, filters = {}) => ({
  id,
  name,
  filters: { ...all, unread: null, ...filters },
});

describe("saved views", () => {
  let api: FakeApi;

  beforeEach(() => {
    localStorage.clear();
    ({ api } = aDesk());
  });
  afterEach(() => closeDesk(api));

  it("saves where one is under a name, and leads back there", async () => {
    const { user } = openDesk(api, "/conversations?tray=pending&unread=true");
    await user.click(await screen.findByRole("button", { name: "Bandeja" }));
    await user.click(await screen.findByRole("menuitem", { name: "Guardar esta vista…" }));
    await user.type(await screen.findByRole("textbox", { name: "Nombre de la vista nueva" }), "Por leer");
    await user.click(screen.getByRole("button", { name: "Guardar vistas" }));
    expect(await screen.findByRole("button", { name: "Por leer" })).toBeVisible();
    expect(api.views.saved.items[0]?.filters).toMatchObject({ ...all, state: "pending", unread: "true" });

    await user.click(screen.getByRole("button", { name: "Por leer" }));
    await user.click(await screen.findByRole("menuitem", { name: "Bandeja" }));
    expect(window.location.search).toBe("");
    await user.click(screen.getByRole("button", { name: "Bandeja" }));
    await user.click(await screen.findByRole("menuitem", { name: "Por leer" }));
    expect(window.location.search).toBe("?tray=pending&unread=true");
  });

  it("renames, orders and deletes in one", async () => {
    api.views.saved = { items: [view("a", "Una"), view("b", "Otra"), view("c", "Más")], version: 4 };
    const { user } = openDesk(api, "/conversations");
    await user.click(await screen.findByRole("button", { name: /^Una/ }));
    await user.click(await screen.findByRole("menuitem", { name: "Ordenar y cambiar vistas…" }));
    const form = await screen.findByRole("dialog", { name: "Vistas guardadas" });
    await user.click(within(form).getByRole("button", { name: "Subir Más" }));
    await user.click(within(form).getByRole("button", { name: "Eliminar Una" }));
    const field = within(form).getByRole("textbox", { name: "Nombre de la vista Otra" });
    await user.clear(field);
    await user.click(within(form).getByRole("button", { name: "Guardar vistas" }));
    expect(within(form).getByRole("alert")).toHaveTextContent("Falta un nombre.");
    await user.type(field, "Otras");
    await user.click(within(form).getByRole("button", { name: "Guardar vistas" }));
    await waitFor(() => expect(api.views.saved.version).toBe(5));
    expect(api.views.saved.items.map((one) => [one.id, one.name])).toEqual([
      ["c", "Más"],
      ["b", "Otras"],
    ]);
  });

  it("says that another device was quicker, and keeps what was typed", async () => {
    const { user } = openDesk(api, "/conversations?tray=new");
    await user.click(await screen.findByRole("button", { name: "Bandeja" }));
    await user.click(await screen.findByRole("menuitem", { name: "Guardar esta vista…" }));
    const field = await screen.findByRole("textbox", { name: "Nombre de la vista nueva" });
    await user.type(field, "Nuevas");
    api.views.saved = { items: [], version: 7 };
    await user.click(screen.getByRole("button", { name: "Guardar vistas" }));
    expect(await screen.findByText(/cambiaron en otra pestaña/)).toBeVisible();
    expect(field).toHaveValue("Nuevas");
  });

  it("leads to what is put off", async () => {
    const { user } = openDesk(api, "/conversations");
    await user.click(await screen.findByRole("button", { name: "Bandeja" }));
    await user.click(await screen.findByRole("menuitem", { name: "Pospuestas" }));
    expect(window.location.search).toBe("?tray=snoozed");
    expect(await screen.findByText("No hay conversaciones pospuestas.")).toBeVisible();
    expect(screen.getByRole("button", { name: "Pospuestas" })).toBeVisible();
  });
});
