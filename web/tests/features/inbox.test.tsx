import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";
import { aConversation, aLabel, aMessage } from "../fakes/entities";

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

describe("inbox", () => {
  let api: FakeApi;

  beforeEach(() => {
    localStorage.clear();
    ({ api } = aDesk());
  });
  afterEach(() => closeDesk(api));

  const rows = () => screen.findByRole("list", { name: /Conversaciones de la bandeja/ });
  const row = async (name: RegExp) => within(await rows()).findByRole("link", { name });

  it("tells of each row who, what and what it needs", async () => {
    api.hold(aConversation({ waiting_since: minutesAgo(14), unread_count: 3 }));
    openDesk(api, "/conversations");
    const text = (await row(/Rosa Elvira/)).textContent;
    expect(text).toContain("Buenos días");
    expect(text).toContain("Espera 14\u00a0min");
    expect(text).toContain("3 sin leer");
  });

  it.each([
    [{ kind: "text", preview: "Hola" }, "Hola"],
    [{ kind: "video", preview: "" }, "Video"],
    [{ kind: "location", preview: "Obelisco" }, "Ubicación: Obelisco"],
    [{ kind: "location", preview: "" }, "Ubicación"],
    [{ kind: "contacts", preview: "Ana, Óscar" }, "Contacto: Ana, Óscar"],
    [{ kind: "order", preview: "2 × A" }, "Pedido: 2 × A"],
    [{ kind: "choice", preview: "Sí" }, "Sí"],
    [{ kind: "system", preview: "User changed" }, "Aviso de WhatsApp"],
    [{ kind: "text", preview: "Hola", direction: "out", is_echo: true }, "En WhatsApp: Hola"],
  ] as const)("names the last message %j", async (last, words) => {
    const { last_message } = aConversation();
    if (!last_message) throw new Error("a conversation without a last message");
    api.hold(aConversation({ last_message: { ...last_message, ...last } }), [aMessage()]);
    openDesk(api, "/conversations");
    expect(await within(await row(/Rosa Elvira/)).findByText(words)).toBeVisible();
  });

  it("counts each tray", async () => {
    api.hold(aConversation({ id: "c2", state: "new", assignee: null }));
    openDesk(api, "/conversations");
    expect(await screen.findByRole("link", { name: /^2\s*Abiertas$/ })).toBeVisible();
    expect(await screen.findByRole("link", { name: /^1\s*Pendientes$/ })).toBeVisible();
  });

  it("keeps the tray in the address", async () => {
    api.hold(
      aConversation({
        id: "c2",
        state: "new",
        assignee: null,
        contact: { id: "k", name: "Nelly Vaca", picture_url: null },
      }),
    );
    const { user } = openDesk(api, "/conversations");
    await user.click(await screen.findByRole("link", { name: /Nuevas$/ }));
    expect(window.location.search).toBe("?tray=new");
    expect(await row(/Nelly Vaca/)).toBeVisible();
    await waitFor(() => expect(screen.queryByText(/Rosa Elvira/)).not.toBeInTheDocument());
  });

  it("says that a tray is empty and what to do", async () => {
    api.conversations.clear();
    openDesk(api, "/conversations?tray=resolved");
    expect(await screen.findByText("No hay conversaciones resueltas.")).toBeVisible();
  });

  it("keeps filters in the address, asks for them and takes them away", async () => {
    api.labels = [aLabel({ name: "Mora 30+" })];
    api.hold(aConversation({ id: "c2", contact: { id: "k2", name: "Nelly Vaca", picture_url: null } }));
    api.hold(
      aConversation({
        id: "c3",
        contact: { id: "k3", name: "Zoila Paz", picture_url: null },
        labels: ["MORA00"],
        unread_count: 2,
      }),
    );
    const { user } = openDesk(api, "/conversations?label=MORA00");
    expect(await row(/Zoila Paz/)).toBeVisible();
    expect(screen.queryByText("Nelly Vaca")).not.toBeInTheDocument();
    expect(api.lists.at(-1)).toBe("label=MORA00&state=open&limit=50");

    await user.click(await screen.findByRole("button", { name: "Filtrar: 1 filtro puesto" }));
    const form = await screen.findByRole("dialog", { name: /^Filtrar/ });
    await user.click(await within(form).findByRole("checkbox", { name: "Solo sin leer" }));
    await user.selectOptions(within(form).getByRole("combobox", { name: "Agente" }), "me");
    expect(within(form).getByRole("combobox", { name: "Etiqueta" })).toHaveDisplayValue("Mora 30+");
    expect(window.location.search).toBe("?assignee=me&label=MORA00&unread=true");
    await user.keyboard("{Escape}");

    const chips = screen.getByRole("list", { name: "Filtros puestos" });
    expect(
      within(chips)
        .getAllByRole("listitem")
        .map((chip) => chip.textContent),
    ).toEqual(["Agente Usted", "Etiqueta Mora 30+", "Solo sin leer", "Quitar filtros"]);
    await user.click(within(chips).getByRole("button", { name: "Quitar filtro Etiqueta: Mora 30+" }));
    expect(window.location.search).toBe("?assignee=me&unread=true");
    await user.click(within(chips).getByRole("button", { name: "Quitar filtro Agente: Usted" }));
    await user.click(within(chips).getByRole("button", { name: "Quitar filtro Solo sin leer" }));
    expect(await row(/Nelly Vaca/)).toBeVisible();
    expect(window.location.search).toBe("");
  });

  it("keeps the filters when a chat or another tray is opened", async () => {
    api.hold(aConversation({ unread_count: 2 }));
    const { user } = openDesk(api, "/conversations?unread=true");
    await user.click(await row(/Rosa Elvira/));
    expect(window.location.pathname + window.location.search).toBe("/conversations/c1?unread=true");
    await user.click(screen.getByRole("link", { name: /En curso$/ }));
    expect(window.location.search).toBe("?tray=in_progress&unread=true");
  });

  it("says that nothing matches, and takes the filters away", async () => {
    const { user } = openDesk(api, "/conversations?channel=telegram");
    expect(await screen.findByText("Ninguna conversación coincide con los filtros.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Quitar filtros" }));
    expect(await row(/Rosa Elvira/)).toBeVisible();
  });

  it("shows no figure where none is known", async () => {
    api.figures = { new: 3, pending: null, in_progress: null, snoozed: null, resolved: null };
    openDesk(api, "/conversations");
    expect(await screen.findByRole("link", { name: /^3\s*Nuevas$/ })).toBeVisible();
    expect(screen.getByRole("link", { name: /^–\s*Abiertas$/ })).toBeVisible();
    expect(screen.getByRole("link", { name: /^–\s*Resueltas$/ })).toBeVisible();
  });

  it("shows what the socket tells without a reload", async () => {
    openDesk(api, "/conversations");
    await row(/Rosa Elvira/);
    await waitFor(() => expect(api.frames).toContainEqual({ action: "watch", queue_id: "general" }));
    const fresh = aConversation({
      id: "c2",
      contact: { id: "k2", name: "Carmen Benavides", picture_url: null },
    });
    act(() => api.tell({ type: "conversation.opened", at: minutesAgo(0), data: { conversation: fresh } }));
    expect(await row(/Carmen Benavides/)).toBeVisible();
    act(() => api.tell({ type: "conversation.left", at: minutesAgo(-1), data: { conversation_id: "c2" } }));
    await waitFor(() => expect(screen.queryByText("Carmen Benavides")).not.toBeInTheDocument());
  });

  it("does not push rows in while the list has the focus", async () => {
    const { user } = openDesk(api, "/conversations");
    (await row(/Rosa Elvira/)).focus();
    await waitFor(() => expect(api.frames.length).toBeGreaterThan(0));
    const fresh = aConversation({
      id: "c2",
      contact: { id: "k2", name: "Carmen Benavides", picture_url: null },
      last_message: {
        id: "m9",
        kind: "text",
        direction: "in",
        preview: "Hola",
        is_echo: false,
        occurred_at: minutesAgo(0),
      },
    });
    act(() => api.tell({ type: "conversation.opened", at: minutesAgo(0), data: { conversation: fresh } }));
    const pill = await screen.findByRole("button", { name: "1 nueva" });
    expect(screen.queryByText("Carmen Benavides")).not.toBeInTheDocument();
    await user.click(pill);
    expect(await row(/Carmen Benavides/)).toBeVisible();
  });

  it("moves between rows with J and K and opens with Enter", async () => {
    api.hold(
      aConversation({
        id: "c2",
        contact: { id: "k2", name: "Zoila Paz", picture_url: null },
        opened_at: minutesAgo(900),
      }),
    );
    const { user } = openDesk(api, "/conversations");
    await row(/Zoila Paz/);
    await user.keyboard("jj");
    await waitFor(() => expect(document.activeElement).toHaveAttribute("data-conversation", "c2"));
    await user.keyboard("k");
    await waitFor(() => expect(document.activeElement).toHaveAttribute("data-conversation", "c1"));
    await user.keyboard("{Enter}");
    expect(window.location.pathname).toBe("/conversations/c1");
  });

  it("shows a new message in the open chat and refetches after a lost connection", async () => {
    openDesk(api, "/conversations/c1");
    const log = await screen.findByRole("log");
    await waitFor(() => expect(api.frames).toContainEqual({ action: "open", conversation_id: "c1" }));
    const message = aMessage({ id: "m2", text: "¿Sigue ahí?", occurred_at: minutesAgo(0) });
    const conversation = aConversation({ version: 2 });
    act(() => api.tell({ type: "message.received", at: minutesAgo(0), data: { message, conversation } }));
    expect(await within(log).findByText("¿Sigue ahí?")).toBeVisible();
    api.hold(aConversation({ version: 3 }), [
      aMessage(),
      message,
      aMessage({ id: "m3", text: "Perdido en el corte", occurred_at: minutesAgo(-1) }),
    ]);
    act(() => api.drop());
    expect(await within(log).findByText("Perdido en el corte", {}, { timeout: 4000 })).toBeVisible();
  });
});
