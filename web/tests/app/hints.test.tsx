import { screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";

describe("hints", () => {
  let api: FakeApi;

  beforeEach(() => {
    localStorage.clear();
    ({ api } = aDesk());
  });
  afterEach(() => closeDesk(api));

  const hint = (name: string) => screen.queryByRole("group", { name });

  it("stay away from whoever knows the place", async () => {
    openDesk(api, "/conversations/c1");
    await screen.findByRole("textbox", { name: "Mensaje" });
    expect(hint("Su estado está aquí")).toBeNull();
    expect(hint("Casi todo tiene su tecla")).toBeNull();
  });

  it("come one after another, each once, and are kept with the person", async () => {
    api.own.preferences = { ...api.own.preferences, hints_left: 1, version: 4 };
    const { user } = openDesk(api, "/conversations/c1");
    await screen.findByRole("group", { name: "Casi todo tiene su tecla" });
    expect(screen.getByText("Consejo 3 de 3")).toBeVisible();
    expect(hint("Su estado está aquí")).toBeNull();
    await user.click(screen.getByRole("button", { name: "Entendido" }));
    expect(hint("Casi todo tiene su tecla")).toBeNull();
    expect(screen.getByRole("textbox", { name: "Mensaje" })).toHaveFocus();
    await waitFor(() => expect(api.own.preferences.hints_left).toBe(0));
  });

  it("go when one does what they speak of", async () => {
    api.own.preferences = { ...api.own.preferences, hints_left: 1, version: 4 };
    const { user } = openDesk(api, "/conversations/c1");
    await screen.findByRole("group", { name: "Casi todo tiene su tecla" });
    await user.keyboard("?");
    await screen.findByRole("dialog", { name: "Atajos del teclado" });
    await waitFor(() => expect(api.own.preferences.hints_left).toBe(0));
  });
});
