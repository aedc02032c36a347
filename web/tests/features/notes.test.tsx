import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";
import { aConversation, aMe, aMessage, byron, lucia } from "../fakes/entities";
import { aNote, aWhisper } from "../fakes/house-entities";

describe("notes", () => {
  let api: FakeApi;

  beforeEach(() => {
    localStorage.clear();
    ({ api } = aDesk());
  });
  afterEach(() => closeDesk(api));

  const log = () => screen.findByRole("log");
  const noteField = () => screen.findByRole("textbox", { name: "Nota interna" });

  async function openNote() {
    const opened = openDesk(api, "/conversations/c1");
    await opened.user.click(await screen.findByRole("tab", { name: "Nota interna" }));
    return opened;
  }

  it("are written with N, go to the house alone, and are shown once", async () => {
    const { user } = openDesk(api, "/conversations/c1");
    await screen.findByRole("tab", { name: "Nota interna" });
    await user.keyboard("n");
    expect(await noteField()).toHaveFocus();
    await user.type(await noteField(), "Solo para la casa{Enter}");
    await waitFor(() => expect(api.house.written).toHaveLength(1));
    expect(api.house.written[0]).toMatchObject({
      path: "/conversations/c1/notes",
      body: { text: "Solo para la casa", mentions: [] },
    });
    expect(api.house.written[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
    await waitFor(() =>
      expect(within(screen.getByRole("log")).getAllByText("Solo para la casa")).toHaveLength(1),
    );
    expect(await noteField()).toHaveValue("");
    expect(api.sends).toEqual([]);
  });

  it("mention a colleague who is picked with the keys", async () => {
    const { user } = await openNote();
    await user.type(await noteField(), "Vea @by");
    const list = await screen.findByRole("listbox", { name: "Personas que puede mencionar" });
    expect(within(list).getByRole("option", { selected: true })).toHaveTextContent("Byron Tapia");
    await user.keyboard("{Enter}");
    expect(await noteField()).toHaveValue("Vea @Byron Tapia ");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(api.house.written).toHaveLength(1));
    expect(api.house.written[0]?.body).toEqual({ text: "Vea @Byron Tapia", mentions: [byron.id] });
  });

  it("take an @ from its button, and none behind a sentence", async () => {
    const { user } = await openNote();
    await user.type(await noteField(), "Vea");
    await user.click(screen.getByRole("button", { name: "Mencionar a alguien" }));
    expect(await noteField()).toHaveValue("Vea @");
    expect(await screen.findByRole("listbox")).toBeVisible();
    await user.type(await noteField(), "nadie así{Alt>}{Enter}{/Alt}fin");
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(await noteField()).toHaveValue("Vea @nadie así\n\nfin");
    expect(api.house.written).toEqual([]);
  });

  it("follow what is typed in another tab", async () => {
    await openNote();
    const draft = { open: true, text: "de otra pestaña", mentions: [], changes: null, whisper: "" };
    localStorage.setItem("hilo.note.u1.c1", JSON.stringify(draft));
    window.dispatchEvent(new StorageEvent("storage", { key: "hilo.note.u1.c1" }));
    await waitFor(async () => expect(await noteField()).toHaveValue("de otra pestaña"));
  });

  it("forget a mention whose name was taken out again", async () => {
    const { user } = await openNote();
    await user.type(await noteField(), "@by{Enter}");
    await user.clear(await noteField());
    await user.type(await noteField(), "nadie{Enter}");
    await waitFor(() => expect(api.house.written).toHaveLength(1));
    expect(api.house.written[0]?.body).toEqual({ text: "nadie", mentions: [] });
  });

  it("come back with the reason when the server refuses them", async () => {
    api.house.failures.push({ status: 422, problem: { code: "unknown_colleague", unknown: [byron.id] } });
    const { user } = await openNote();
    await user.type(await noteField(), "@by{Enter}mire{Enter}");
    expect(await screen.findByText(/ya no puede ver esta conversación/)).toBeVisible();
    expect(await noteField()).toHaveValue("@Byron Tapia mire");
  });

  it("wait under one key when nobody answers, and say so", async () => {
    api.house.failures.push("offline");
    const { user } = await openNote();
    await user.type(await noteField(), "Sin red{Enter}");
    expect(await screen.findByText("Sin conexión. La nota se guarda sola cuando vuelva.")).toBeVisible();
    expect(JSON.stringify(localStorage)).toContain("Sin red");
    api.drop();
    await waitFor(() => expect(api.house.written).toHaveLength(2), { timeout: 9000 });
    expect(api.house.written[1]?.key).toBe(api.house.written[0]?.key);
  }, 15_000);

  it("are kept apart from what is written to the customer, over a reload", async () => {
    const first = openDesk(api, "/conversations/c1");
    await first.user.type(await screen.findByRole("textbox", { name: "Mensaje" }), "al cliente");
    await first.user.click(screen.getByRole("tab", { name: "Nota interna" }));
    await first.user.type(await noteField(), "a la casa");
    closeDesk(api);
    const again = openDesk(api, "/conversations/c1");
    expect(await noteField()).toHaveValue("a la casa");
    await again.user.click(screen.getByRole("tab", { name: "Responder" }));
    expect(await screen.findByRole("textbox", { name: "Mensaje" })).toHaveValue("al cliente");
  });

  it("are changed from the version that was read, and what was begun comes back", async () => {
    api.house.notes.push(aNote({ author: lucia, text: "uno", editable_until: "2099-01-01T00:00:00.000Z" }));
    const { user } = await openNote();
    await user.type(await noteField(), "otra cosa");
    await user.click(await screen.findByRole("button", { name: "Editar la nota" }));
    expect(await noteField()).toHaveValue("uno");
    await user.type(await noteField(), " y dos");
    await user.click(screen.getByRole("button", { name: /Guardar cambio/ }));
    expect(await within(await log()).findByText("uno y dos")).toBeVisible();
    expect(api.house.written[0]).toMatchObject({ version: '"1"', body: { text: "uno y dos" } });
    expect(await noteField()).toHaveValue("otra cosa");
  });

  it("keep what was typed when the time to change is over", async () => {
    api.house.notes.push(aNote({ author: lucia, text: "uno", editable_until: "2099-01-01T00:00:00.000Z" }));
    api.house.failures.push({ status: 409, problem: { code: "note_fixed" } });
    const { user } = await openNote();
    await user.click(await screen.findByRole("button", { name: "Editar la nota" }));
    await user.type(await noteField(), "!{Enter}");
    expect(await screen.findByText(/solo se puede cambiar durante 15 minutos/)).toBeVisible();
    expect(await noteField()).toHaveValue("uno!");
    expect(screen.getByRole("button", { name: /Guardar nota/ })).toBeEnabled();
  });

  it("offer nothing to whoever did not write them, nor after their time", async () => {
    api.house.notes.push(aNote({ text: "de otro", editable_until: "2099-01-01T00:00:00.000Z" }));
    api.house.notes.push(aNote({ id: "0000000000000000002", author: lucia, text: "vieja" }));
    openDesk(api, "/conversations/c1");
    expect(await within(await log()).findByText("vieja")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Editar la nota" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Quitar la nota" })).toBeNull();
  });

  it("tell whoever is elsewhere that they are mentioned, once, with the way there", async () => {
    openDesk(api, "/conversations");
    await screen.findByRole("navigation", { name: "Principal" });
    await waitFor(() => expect(api.frames).toContainEqual({ action: "ping" }));
    const conversation = aConversation();
    const note = aNote({ mentions: [lucia] });
    const event = {
      type: "note.added",
      at: note.created_at,
      data: { note, mentioned: [lucia.id], conversation },
    };
    api.tell(event);
    api.tell(event);
    const link = await screen.findByRole("link", { name: "Abrir" });
    expect(link).toHaveAttribute("href", "/conversations/c1");
    expect(screen.getByText(/Byron Tapia le mencionó en una nota sobre Rosa/)).toBeVisible();
  });

  it("count as read once they are shown to whom they mention", async () => {
    api.house.notes.push(aNote({ id: "00000000000000000R1", mentions: [lucia] }));
    openDesk(api, "/conversations/c1");
    await waitFor(() => expect(api.house.read).toEqual([["00000000000000000R1"]]));
  });

  it("can be written by whoever does not hold the conversation", async () => {
    api.hold(aConversation({ assignee: byron }), [aMessage()]);
    const { user } = await openNote();
    await user.type(await noteField(), "Visto{Enter}");
    await waitFor(() => expect(api.house.written).toHaveLength(1));
  });

  it("are not offered to a role that may not write them", async () => {
    api.me = aMe({ permissions: [] });
    const { user } = openDesk(api, "/conversations/c1");
    await screen.findByRole("textbox", { name: "Mensaje" });
    expect(screen.queryByRole("tab")).toBeNull();
    await user.keyboard("n");
    expect(screen.queryByRole("textbox", { name: "Nota interna" })).toBeNull();
  });

  it("say that they are missing when they cannot be fetched", async () => {
    api.house.failures = [];
    api.house.answer = async (_request, _id, action) =>
      action === "notes" ? (new Response("{}", { status: 403 }) as never) : null;
    openDesk(api, "/conversations/c1");
    expect(await screen.findByText("No pudimos cargar las notas internas.")).toBeVisible();
  });
});

describe("whispers", () => {
  let api: FakeApi;

  beforeEach(() => {
    localStorage.clear();
    ({ api } = aDesk());
  });
  afterEach(() => closeDesk(api));

  it("never open by themselves, are counted, and are heard once opened", async () => {
    api.house.whispers.push(aWhisper());
    const { user } = openDesk(api, "/conversations/c1");
    const ear = await screen.findByRole("button", { name: "1 susurro sin leer" });
    expect(screen.queryByText("Ofrezca mover la cuota")).toBeNull();
    await user.click(ear);
    expect(await screen.findByText("Ofrezca mover la cuota")).toBeVisible();
    await user.type(screen.getByRole("textbox", { name: "Susurro" }), "Gracias{Enter}");
    await waitFor(() => expect(api.house.written).toHaveLength(1));
    expect(api.house.written[0]?.body).toEqual({ text: "Gracias", agent_id: lucia.id });
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("region", { name: "Susurros" })).toBeNull();
    expect(screen.getByRole("button", { name: "Susurrar" })).toBeVisible();
  });

  it("come back when another holds the conversation by now", async () => {
    const holder = { id: "u9", name: "Carla Quispe" };
    api.house.failures.push({ status: 409, problem: { code: "holder_changed", holder } });
    const { user } = openDesk(api, "/conversations/c1");
    await user.click(await screen.findByRole("button", { name: "Susurrar" }));
    await user.type(screen.getByRole("textbox", { name: "Susurro" }), "Para Lucía{Enter}");
    expect(await screen.findByText(/Ahora Carla Quispe tiene esta conversación/)).toBeVisible();
    expect(screen.getByRole("textbox", { name: "Susurro" })).toHaveValue("Para Lucía");
  });

  it("are for the holder and supervisors alone", async () => {
    api.hold(aConversation({ assignee: byron }), [aMessage()]);
    openDesk(api, "/conversations/c1");
    await screen.findByRole("tab", { name: "Nota interna" });
    expect(screen.queryByRole("button", { name: /usurr/ })).toBeNull();
  });
});
