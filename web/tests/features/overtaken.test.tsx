import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";
import { aConversation, aMessage, byron } from "../fakes/entities";

describe("an answer that somebody else gave meanwhile", () => {
  let api: FakeApi;

  beforeEach(() => {
    localStorage.clear();
    ({ api } = aDesk());
  });
  afterEach(() => closeDesk(api));

  const field = () => screen.findByRole("textbox", { name: "Mensaje" });
  const send = () => screen.findByRole("button", { name: "Enviar de todos modos" });

  async function isOvertaken() {
    const { user } = openDesk(api, "/conversations/c1");
    await user.type(await field(), "Mañana le llamo");
    await waitFor(() => expect(api.frames).toContainEqual({ action: "open", conversation_id: "c1" }));
    const author = { kind: "agent" as const, ...byron };
    const message = aMessage({ id: "m2", direction: "out", author, text: "Ya le atendí" });
    const data = { message, conversation: aConversation({ version: 2 }) };
    act(() => api.tell({ type: "message.sent", at: "2026-11-20T15:20:00.000Z", data }));
    await screen.findByText(/Byron Tapia respondió mientras usted escribía/);
    return user;
  }

  async function schedule(user: Awaited<ReturnType<typeof isOvertaken>>) {
    await user.click(screen.getByRole("button", { name: "Programar el envío" }));
    const times = await screen.findByRole("list", { name: "Horas habituales" });
    const [soonest] = within(times).getAllByRole("button");
    if (soonest) await user.click(soonest);
  }

  it("leaves a scheduled message for its hour when it is to be sent all the same", async () => {
    const user = await isOvertaken();
    await schedule(user);
    await user.click(await send());
    await waitFor(() => expect(api.sends).toHaveLength(1));
    const { body } = api.sends[0] ?? {};
    expect(body).toMatchObject({ text: "Mañana le llamo", send_at: expect.any(String) });
    expect(Date.parse(String(body?.send_at))).toBeGreaterThan(Date.now());
  });

  it("sends at once what was last asked for at once", async () => {
    const user = await isOvertaken();
    await schedule(user);
    await send();
    await user.type(await field(), "{Enter}");
    await user.click(await send());
    await waitFor(() => expect(api.sends).toHaveLength(1));
    expect(api.sends[0]?.body).toEqual({ kind: "text", text: "Mañana le llamo" });
  });

  it("forgets the hour with the text it was for", async () => {
    const user = await isOvertaken();
    await schedule(user);
    await send();
    await user.clear(await field());
    await user.type(await field(), "Otra cosa");
    expect(screen.queryByRole("button", { name: "Enviar de todos modos" })).toBeNull();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(api.sends).toHaveLength(1));
    expect(api.sends[0]?.body).toEqual({ kind: "text", text: "Otra cosa" });
  });
});
