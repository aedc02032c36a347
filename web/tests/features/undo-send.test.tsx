import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { forgetEverything } from "@/app/query-client";
import { outbox } from "@/state/outbox";
import { preferences } from "@/state/preferences";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";

describe("undo send", () => {
  let api: FakeApi;

  beforeEach(() => {
    localStorage.clear();
    ({ api } = aDesk());
    api.own.preferences.undo_send_seconds = 10;
  });
  afterEach(() => closeDesk(api));

  const field = () => screen.findByRole("textbox", { name: "Mensaje" });
  const log = () => screen.findByRole("log");

  async function send(text: string) {
    const { user } = openDesk(api, "/conversations/c1");
    const typed = await field();
    await waitFor(() => expect(preferences.snapshot().undo_send_seconds).toBe(10));
    await user.type(typed, `${text}{Enter}`);
    return user;
  }

  it("gives the message back to the draft, and nothing was sent", async () => {
    const user = await send("Mejor no");
    await user.click(await within(await log()).findByRole("button", { name: /Deshacer/ }));
    expect(await field()).toHaveValue("Mejor no");
    expect(outbox.snapshot().items).toEqual([]);
    expect(api.sends).toEqual([]);
  });

  it("is done by Z outside fields and by Ctrl Z in the empty field", async () => {
    const user = await send("Uno");
    await user.keyboard("{Control>}z{/Control}");
    await waitFor(async () => expect(await field()).toHaveValue("Uno"));
    await user.keyboard("{Enter}");
    (await field()).blur();
    await user.keyboard("z");
    await waitFor(async () => expect(await field()).toHaveValue("Uno"));
    expect(api.sends).toEqual([]);
  });

  it("is sent at once when asked for, and once", async () => {
    const user = await send("Ya");
    await user.click(await screen.findByRole("button", { name: "Enviar ya" }));
    await waitFor(() => expect(api.sends).toHaveLength(1));
    await waitFor(() => expect(outbox.snapshot().items).toEqual([]));
    expect(screen.queryByRole("button", { name: /Deshacer/ })).toBeNull();
  });

  it("goes out before the conversation is resolved", async () => {
    const user = await send("Con esto termina");
    await user.click(await screen.findByRole("button", { name: /Resolver/ }));
    await waitFor(() => expect(api.calls).toContain("POST /conversations/c1/resolve"));
    const posts = api.calls.filter((call) => call.startsWith("POST /conversations/c1/"));
    expect(posts.slice(-2)).toEqual(["POST /conversations/c1/messages", "POST /conversations/c1/resolve"]);
  });

  it("is sent by the next page, which says so, when its own was closed", async () => {
    await send("Se cerró la pestaña");
    await waitFor(() => expect(outbox.held()).not.toBeNull());
    forgetEverything();
    const key = Object.keys(localStorage).find((one) => one.startsWith("hilo.outbox.u1.")) ?? "";
    const item = JSON.parse(localStorage.getItem(key) ?? "{}");
    localStorage.setItem(key, JSON.stringify({ ...item, heldUntil: Date.now() - 1 }));
    closeDesk(api);
    ({ api } = aDesk());
    openDesk(api, "/conversations/c1");
    expect(await screen.findByText("Se envió 1 mensaje que había quedado en espera.")).toBeVisible();
    expect(api.sends.map((one) => [one.key, one.body.text])).toEqual([[item.key, "Se cerró la pestaña"]]);
  });
});
