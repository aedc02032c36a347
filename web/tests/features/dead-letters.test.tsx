import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";
import { aDeadLetter, aMe } from "../fakes/entities";

describe("dead letters", () => {
  let api: FakeApi;

  beforeEach(() => {
    localStorage.clear();
    ({ api } = aDesk());
    api.me = aMe({ role: "administrator" });
    api.deadLetters = [aDeadLetter()];
  });
  afterEach(() => closeDesk(api));

  it("tells who may not see them", async () => {
    api.me = aMe();
    openDesk(api, "/dead-letters");
    expect(await screen.findByText(/No tiene permiso/)).toBeVisible();
    expect(screen.queryByRole("link", { name: "Mensajes apartados" })).not.toBeInTheDocument();
  });

  it("says the reason in words and shows what was received", async () => {
    const { user } = openDesk(api, "/dead-letters");
    expect(await screen.findByText("El número no es de ninguna conexión")).toBeVisible();
    await user.click(screen.getByRole("button", { name: /Ver contenido/ }));
    const dialog = await screen.findByRole("dialog", { name: "Contenido recibido" });
    await waitFor(() => expect(within(dialog).getByText(/whatsapp_business_account/)).toBeVisible());
  });

  it("replays", async () => {
    const { user } = openDesk(api, "/dead-letters");
    await user.click(await screen.findByRole("button", { name: /Repetir/ }));
    expect(await screen.findByText("Repetido")).toBeVisible();
  });

  it("discards only with a comment", async () => {
    const { user } = openDesk(api, "/dead-letters");
    await user.click(await screen.findByRole("button", { name: /Descartar/ }));
    const dialog = await screen.findByRole("dialog", { name: "Descartar mensaje apartado" });
    await user.click(within(dialog).getByRole("button", { name: "Descartar" }));
    expect(within(dialog).getByText("Escriba un comentario para descartar.")).toBeVisible();
    await user.type(within(dialog).getByLabelText("Comentario"), "Número de prueba");
    await user.click(within(dialog).getByRole("button", { name: "Descartar" }));
    await waitFor(() => expect(api.calls).toContain("Número de prueba"));
    expect(await screen.findByText("Descartado")).toBeVisible();
  });

  it("says that there is nothing", async () => {
    api.deadLetters = [];
    openDesk(api, "/dead-letters");
    expect(await screen.findByText("No hay mensajes apartados.")).toBeVisible();
  });
});
