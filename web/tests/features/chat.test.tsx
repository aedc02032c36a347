import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { desk } from "@/realtime/desk-store";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";
import { aConversation, aMessage, byron } from "../fakes/entities";

describe("chat", () => {
  let api: FakeApi;

  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
    ({ api } = aDesk());
  });
  afterEach(() => closeDesk(api));

  const field = () => screen.findByRole("textbox", { name: "Mensaje" });
  const log = () => screen.findByRole("log");

  it("sends once, shows it at once, and becomes the real message", async () => {
    const { user } = openDesk(api, "/conversations/c1");
    await user.type(await field(), "Claro que sí{Enter}");
    expect(await within(await log()).findByText("Claro que sí")).toBeVisible();
    expect(await field()).toHaveValue("");
    await waitFor(() => expect(api.sends).toHaveLength(1));
    await waitFor(() => expect(within(screen.getByRole("log")).getAllByText("Claro que sí")).toHaveLength(1));
    expect(api.sends[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("writes a new line with Shift and Enter", async () => {
    const { user } = openDesk(api, "/conversations/c1");
    await user.type(await field(), "uno{Shift>}{Enter}{/Shift}dos");
    expect(await field()).toHaveValue("uno\ndos");
    expect(api.sends).toHaveLength(0);
  });

  it("gives the text back with the reason when the server refuses it", async () => {
    api.sendFailures.push({ status: 422, problem: { code: "service_window_closed", expired_at: "x" } });
    const { user } = openDesk(api, "/conversations/c1");
    await user.type(await field(), "Tarde{Enter}");
    expect(await screen.findByText(/Pasaron más de 24 horas/)).toBeVisible();
    expect(await field()).toHaveValue("Tarde");
  });

  it("keeps what nobody answered and says so", async () => {
    api.sendFailures.push("offline");
    const { user } = openDesk(api, "/conversations/c1");
    await user.type(await field(), "Sin red{Enter}");
    expect(await screen.findByText("Se enviará al recuperar la conexión.")).toBeVisible();
    expect(JSON.stringify({ ...localStorage })).toContain("Sin red");
  });

  it("says that something may be missing when the latest cannot be fetched, and fetches it again", async () => {
    const { user } = openDesk(api, "/conversations/c1");
    await log();
    api.lostPages = 1;
    api.hold(aConversation(), [aMessage(), aMessage({ id: "m2", text: "Escrito mientras tanto" })]);
    desk.onGap("c1");
    expect(await screen.findByText(/puede faltar algún mensaje/)).toBeVisible();
    expect(screen.queryByText("Escrito mientras tanto")).toBeNull();
    await user.click(screen.getByRole("button", { name: "Intentar de nuevo" }));
    expect(await screen.findByText("Escrito mientras tanto")).toBeVisible();
    expect(screen.queryByText(/puede faltar algún mensaje/)).toBeNull();
  });

  it("keeps the draft of each conversation", async () => {
    const { user, unmount } = openDesk(api, "/conversations/c1");
    await user.type(await field(), "A medias");
    unmount();
    closeDesk(api);
    openDesk(api, "/conversations/c1");
    expect(await field()).toHaveValue("A medias");
  });

  it("offers the conversation nobody holds, and lets one answer once taken", async () => {
    api.hold(aConversation({ state: "new", assignee: null }), [aMessage()]);
    const { user } = openDesk(api, "/conversations/c1");
    await user.click(await screen.findByRole("button", { name: "Tomar conversación" }));
    expect(await field()).toBeVisible();
  });

  it("names who was faster", async () => {
    api.hold(aConversation({ state: "new", assignee: null }), [aMessage()]);
    const { user } = openDesk(api, "/conversations/c1");
    const take = await screen.findByRole("button", { name: "Tomar conversación" });
    api.hold(aConversation({ assignee: byron, version: 2 }), [aMessage()]);
    await user.click(take);
    expect(await screen.findByText("Otra persona tomó esta conversación: Byron Tapia.")).toBeVisible();
  });

  it("resolves, and undoes it", async () => {
    const { user } = openDesk(api, "/conversations/c1");
    await user.click(await screen.findByRole("button", { name: "Resolver" }));
    await user.click(await screen.findByRole("button", { name: /Deshacer/ }));
    await waitFor(() => expect(api.calls).toContain("POST /conversations/c1/reopen"));
    expect(await field()).toBeVisible();
  });

  describe("with what was said before", () => {
    const former = { id: "c0", state: "resolved" as const, opened_at: "2026-01-05T15:00:00.000Z" };
    const urgent = aMessage({
      id: "m0",
      conversation_id: "c0",
      text: "Es urgente",
      occurred_at: "2026-01-05T15:00:00.000Z",
    });

    const row = () => screen.findByRole("button", { name: /^(WhatsApp|WhatsApp.*) .*ene/ });

    async function openFormer() {
      const { user } = openDesk(api, "/conversations/c1");
      await user.click(await row());
      await within(await log()).findByText("Es urgente");
      return user;
    }

    it("shows it above, folded to a row that opens in place", async () => {
      api.hold(aConversation({ ...former, assignee: byron }), [urgent]);
      const { user } = openDesk(api, "/conversations/c1");
      expect(await row()).toHaveAttribute("aria-expanded", "false");
      expect(await row()).toHaveTextContent("Byron Tapia");
      expect(within(await log()).queryByText("Es urgente")).toBeNull();
      expect(within(await log()).getByText("Buenos días", { selector: "[class*=bubble] *" })).toBeVisible();
      await user.click(await row());
      expect(await within(await log()).findByText("Es urgente")).toBeVisible();
      expect(await row()).toHaveAttribute("aria-expanded", "true");
      (await row()).focus();
      await user.keyboard("{Enter}");
      expect(within(await log()).queryByText("Es urgente")).toBeNull();
    });

    it("keeps open what was opened while one looks elsewhere", async () => {
      api.hold(aConversation(former), [urgent]);
      api.hold(
        aConversation({ id: "c5", contact: { ...aConversation().contact, id: "k5", name: "Ana Vera" } }),
        [],
      );
      const user = await openFormer();
      await user.click(screen.getByRole("link", { name: /Ana Vera/ }));
      expect(await screen.findByRole("heading", { name: "Ana Vera" })).toBeVisible();
      await user.click(screen.getByRole("link", { name: new RegExp(aConversation().contact.name ?? "") }));
      expect(await within(await log()).findByText("Es urgente")).toBeVisible();
    });

    it("answers only what is of the open conversation", async () => {
      api.hold(aConversation(former), [urgent]);
      await openFormer();
      expect(screen.getAllByRole("button", { name: "Responder a este mensaje" })).toHaveLength(1);
    });

    it("leads from what closed into another conversation to that one", async () => {
      api.hold(aConversation({ ...former, merged_into: "c1" }), [urgent]);
      const { user } = openDesk(api, "/conversations/c0");
      expect(await within(await log()).findByText("Es urgente")).toBeVisible();
      expect(screen.queryByRole("button", { name: "Reabrir" })).not.toBeInTheDocument();
      await user.click(screen.getByRole("link", { name: "Continuar ahí" }));
      expect(await field()).toBeVisible();
    });

    it("shows what was said before the number was connected, to be read only", async () => {
      api.hold(aConversation({ ...former, is_history: true }), [
        urgent,
        aMessage({ ...urgent, id: "m9", kind: "unsupported", text: null, raw_type: "media_placeholder" }),
      ]);
      await openFormer();
      expect(screen.getByText("El historial no trajo este archivo.")).toBeVisible();
      expect(screen.getByText(/Antes de conectar el número/)).toBeVisible();
      expect(screen.queryByText(/abra la conversación actual/)).toBeNull();
    });

    it("begins about the message one was at before the page was loaded again", async () => {
      const kept = { c1: { atEnd: false, anchor: { id: "m0", episode: "c0", offset: -10 } } };
      sessionStorage.setItem("hilo.places", JSON.stringify(kept));
      api.hold(aConversation(former), [urgent]);
      openDesk(api, "/conversations/c1");
      expect(await within(await log()).findByText("Es urgente")).toBeVisible();
      expect(api.queries).toContain("message=m0&episode=c0&limit=40");
      expect(await within(await log()).findByText("Buenos días")).toBeVisible();
    });
  });

  it("says why a message waits that the provider holds back", async () => {
    const held = aMessage({
      id: "m2",
      direction: "out",
      text: "Su convenio",
      status: "queued",
      error: { code: "connection_banned", title: "Banned", detail: null, retryable: true },
    });
    api.hold(aConversation(), [aMessage(), held]);
    openDesk(api, "/conversations/c1");
    expect(await screen.findByText("En espera.")).toBeVisible();
    expect(screen.getByText(/Meta bloqueó la cuenta de WhatsApp/)).toBeVisible();
  });

  it("says why a message failed and sends it again", async () => {
    const failed = aMessage({
      id: "m2",
      direction: "out",
      text: "Su convenio",
      status: "failed",
      error: { code: "131047", title: "Re-engagement message", detail: null, retryable: false },
    });
    api.hold(aConversation(), [aMessage(), failed]);
    const { user } = openDesk(api, "/conversations/c1");
    expect(await screen.findByText(/Pasaron más de 24 horas desde el último mensaje/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Reenviar" }));
    await waitFor(() => expect(api.calls).toContain("POST /conversations/c1/messages/m2/resend"));
  });

  it("resends what is unconfirmed only after the consequence was accepted", async () => {
    const lost = aMessage({ id: "m2", direction: "out", text: "¿Llegó?", status: "unconfirmed" });
    api.hold(aConversation(), [aMessage(), lost]);
    const { user } = openDesk(api, "/conversations/c1");
    await user.click(await screen.findByRole("button", { name: "Reenviar" }));
    const dialog = await screen.findByRole("dialog", { name: "Reenviar este mensaje" });
    expect(api.calls).not.toContain("POST /conversations/c1/messages/m2/resend");
    await user.click(within(dialog).getByRole("button", { name: "Reenviar mensaje" }));
    await waitFor(() => expect(api.calls).toContain("POST /conversations/c1/messages/m2/resend"));
  });

  it("says that a conversation is out of sight", async () => {
    openDesk(api, "/conversations/unknown");
    expect(await screen.findByText("Esta conversación ya no está a su alcance.")).toBeVisible();
  });

  it("shows text of a customer as text", async () => {
    api.hold(aConversation(), [aMessage({ text: "<img src=x onerror=alert(1)> https://a.test/x." })]);
    openDesk(api, "/conversations/c1");
    expect(await screen.findByText(/<img src=x onerror/)).toBeVisible();
    expect(await screen.findByRole("link", { name: "https://a.test/x" })).toHaveAttribute(
      "rel",
      "noopener noreferrer nofollow",
    );
  });
});
