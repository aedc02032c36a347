import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Conversation } from "@/api/types";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";
import { aConversation, aMe, aMessage, byron, lucia } from "../fakes/entities";

const named = (id: string, name: string, change: Partial<Conversation> = {}) =>
  aConversation({
    id,
    assignee: lucia,
    state: "pending",
    contact: { id, name, picture_url: null },
    ...change,
  });

describe("many at once", () => {
  let api: FakeApi;

  beforeEach(() => {
    localStorage.clear();
    ({ api } = aDesk());
    api.conversations.clear();
    const minute = (minutes: number) => `2026-11-20T14:${String(minutes).padStart(2, "0")}:00.000Z`;
    ["Ana", "Bea", "Carla", "Dora"].forEach((name, index) => {
      const last = { ...lastMessage(), occurred_at: minute(50 - index) };
      api.hold(named(`c${index}`, name, { last_message: last }), [aMessage()]);
    });
  });
  afterEach(() => closeDesk(api));

  const rows = () => screen.findByRole("list", { name: /Conversaciones de la bandeja/ });
  const box = async (name: string) => within(await rows()).findByRole("checkbox", { name: `Elegir ${name}` });
  const chosen = () =>
    screen.queryAllByRole("checkbox", { checked: true }).map((one) => one.getAttribute("aria-label"));

  it("resolves the chosen, names what failed, keeps it chosen and undoes the rest", async () => {
    api.refusals.set("c1/resolve", { status: 409, code: "new_message" });
    const { user } = openDesk(api, "/conversations");
    await user.click(await box("Ana"));
    await user.click(await box("Bea"));
    await user.click(await box("Carla"));
    await user.click(within(screen.getByRole("toolbar")).getByRole("button", { name: "Resolver" }));
    expect(await screen.findByText("2 conversaciones resueltas.")).toBeVisible();
    const told = screen.getByRole("alert");
    expect(told).toHaveTextContent("1 conversación quedó sin cambiar:");
    expect(told).toHaveTextContent("Bea: el cliente escribió otra vez.");
    await waitFor(() => expect(chosen()).toEqual(["Elegir Bea"]));
    expect(within(await rows()).queryByText("Ana")).not.toBeInTheDocument();

    await user.click(screen.getByRole("button", { name: /^Deshacer/ }));
    expect(await screen.findByText("2 conversaciones volvieron a como estaban.")).toBeVisible();
    expect(await within(await rows()).findByText("Ana")).toBeVisible();
  });

  it("chooses by keyboard: X, Shift with arrows, and Escape lets go", async () => {
    const { user } = openDesk(api, "/conversations");
    await within(await rows()).findByText("Dora");
    await user.keyboard("jx");
    await waitFor(() => expect(chosen()).toEqual(["Elegir Ana"]));
    await user.keyboard("{Shift>}{ArrowDown}{ArrowDown}{/Shift}");
    await waitFor(() => expect(chosen()).toEqual(["Elegir Ana", "Elegir Bea", "Elegir Carla"]));
    await user.keyboard("x");
    await waitFor(() => expect(chosen()).toEqual(["Elegir Ana", "Elegir Bea"]));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(chosen()).toEqual([]));
  });

  it("assigns as a supervisor and undoes it to whoever had each", async () => {
    api.me = aMe({
      role: "supervisor",
      scope: "queues",
      permissions: ["conversations.assign", "users.read"],
    });
    api.hold(named("c1", "Bea", { assignee: null, state: "new" }));
    const { user } = openDesk(api, "/conversations");
    await user.click(await box("Ana"));
    await user.click(await box("Bea"));
    await user.click(screen.getByRole("button", { name: "Asignar" }));
    await user.click(await screen.findByRole("menuitem", { name: byron.name ?? "" }));
    expect(await screen.findByText(`2 conversaciones asignadas a ${byron.name}.`)).toBeVisible();
    await user.click(screen.getByRole("button", { name: /^Deshacer/ }));
    await waitFor(() => expect(api.calls.at(-1)).toMatch(/release|assign/));
    await waitFor(() =>
      expect(api.calls.filter((call) => /c1\/release|c0\/assign/.test(call))).toHaveLength(3),
    );
  });

  it("opens the next unread with Alt and an arrow, around the end", async () => {
    api.hold(named("c0", "Ana", { unread_count: 2, last_message: lastMessage() }), [aMessage()]);
    const dora = api.conversations.get("c3");
    if (dora) api.hold({ ...dora, unread_count: 1 }, [aMessage()]);
    api.hold({ ...named("c1", "Bea"), unread_count: 0 }, [aMessage()]);
    const { user } = openDesk(api, "/conversations/c0");
    await within(await rows()).findByText("Dora");
    await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    await waitFor(() => expect(window.location.pathname).toBe("/conversations/c3"));
    await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    await waitFor(() => expect(window.location.pathname).toBe("/conversations/c0"));
  });
});

function lastMessage() {
  const last = aConversation().last_message;
  if (!last) throw new Error("a conversation without a last message");
  return last;
}
