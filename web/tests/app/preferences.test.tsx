import { screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { preferences } from "@/state/preferences";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";

describe("preferences", () => {
  let api: FakeApi;

  beforeEach(() => {
    localStorage.clear();
    ({ api } = aDesk());
  });
  afterEach(() => closeDesk(api));

  async function open() {
    const { user } = openDesk(api, "/conversations/c1");
    await user.click(await screen.findByRole("button", { name: /Su cuenta/ }));
    await user.click(await screen.findByRole("menuitem", { name: "Preferencias" }));
    return user;
  }

  it("act at once and are kept", async () => {
    const user = await open();
    await user.click(await screen.findByRole("switch", { name: "Enviar con Intro" }));
    await waitFor(() => expect(api.own.preferences.enter_sends).toBe(false));
    await user.click(screen.getByRole("radio", { name: "10 segundos" }));
    await waitFor(() => expect(api.own.preferences.undo_send_seconds).toBe(10));
    await user.keyboard("{Escape}");
    const field = await screen.findByRole("textbox", { name: "Mensaje" });
    await user.type(field, "uno{Enter}dos");
    expect(field).toHaveValue("uno\ndos");
    expect(api.sends).toEqual([]);
  });

  it("go on top of what another device chose meanwhile", async () => {
    const user = await open();
    await waitFor(() => expect(preferences.snapshot().undo_send_seconds).toBe(0));
    api.own.preferences = { ...api.own.preferences, undo_send_seconds: 5, version: 4 };
    await user.click(await screen.findByRole("switch", { name: "Enviar con Intro" }));
    await waitFor(() => expect(screen.getByRole("radio", { name: "5 segundos" })).toBeChecked());
    expect(api.own.preferences).toMatchObject({ enter_sends: false, undo_send_seconds: 5, version: 5 });
  });
});
