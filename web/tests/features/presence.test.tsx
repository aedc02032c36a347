import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Presence } from "@/api/types";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";
import { aColleague, aMe, aPresence, byron } from "../fakes/entities";

let api: FakeApi;

beforeEach(() => {
  localStorage.clear();
  ({ api } = aDesk());
});
afterEach(() => closeDesk(api));

const lunch = { id: "b1", name: "Almuerzo", minutes: 30, used_seconds: 1980, is_open: true };

function onLunch(change: Partial<Presence> = {}): Presence {
  const now = new Date().toISOString();
  return aPresence({
    state: "break",
    break_type: { id: "b1", name: "Almuerzo" },
    since: now,
    at: now,
    breaks: [lunch],
    ...change,
  });
}

/** One's own state at the foot of the list. */
async function bar() {
  const main = await screen.findByRole("main");
  return within(main).findByRole("button", { name: /^Su estado/ });
}

it("says by how much a break is over", async () => {
  api.presence.own = { presence: onLunch(), held_conversations: 0 };
  openDesk(api, "/conversations");
  expect(await bar()).toHaveTextContent("se pasó 3 min");
});

it("shows the time in a state by the server's clock, however wrong this machine's is", async () => {
  const at = "2031-05-01T12:00:00.000Z";
  api.presence.own = {
    presence: aPresence({ since: "2031-05-01T09:45:30.000Z", at }),
    held_conversations: 0,
  };
  openDesk(api, "/conversations");
  expect(await bar()).toHaveTextContent("2 h 14 min");
});

it("follows what others choose for one, and ignores what is older", async () => {
  openDesk(api, "/conversations");
  expect(await bar()).toHaveTextContent("Disponible");
  await waitFor(() => expect(api.frames).toContainEqual({ action: "ping" }));
  const at = "2026-11-20T16:00:00.000Z";
  api.tell({
    type: "presence.changed",
    at,
    data: { presence: aPresence({ state: "training", version: 3, at }) },
  });
  await waitFor(async () => expect(await bar()).toHaveTextContent("En capacitación"));
  api.tell({
    type: "presence.changed",
    at,
    data: { presence: aPresence({ state: "busy", version: 2, at }) },
  });
  api.tell({
    type: "presence.changed",
    at,
    data: { presence: aPresence({ user_id: byron.id, version: 9 }) },
  });
  await waitFor(async () => expect(await bar()).toHaveTextContent("En capacitación"));
});

it("asks nothing of who goes offline without chats", async () => {
  const { user } = openDesk(api, "/conversations");
  await user.click(await bar());
  await user.click(await screen.findByRole("menuitemradio", { name: "Fuera de línea" }));
  await waitFor(() =>
    expect(api.presence.choices).toEqual([{ state: "offline", return_conversations: false }]),
  );
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("watches people only while the page is open", async () => {
  api.me = aMe({ role: "supervisor", permissions: ["presence.read", "presence.manage"] });
  api.presence.colleagues = [
    aColleague(byron, { state: "offline", returns_to: { state: "busy", break_type: null } }),
  ];
  const { user } = openDesk(api, "/agents");
  const person = await screen.findByRole("row", { name: /Byron Tapia/ });
  expect(person).toHaveTextContent("Sin conexión");
  expect(person).toHaveTextContent("Al volver: Con otra tarea");
  await waitFor(() => expect(api.frames).toContainEqual({ action: "watch_presence" }));
  await user.click(screen.getByRole("link", { name: "Bandeja" }));
  await waitFor(() => expect(api.frames).toContainEqual({ action: "unwatch_presence" }));
});

it("tells who could not be changed", async () => {
  api.me = aMe({ role: "supervisor", permissions: ["presence.read", "presence.manage"] });
  const { user } = openDesk(api, "/agents");
  await user.click(await screen.findByRole("button", { name: "Cambiar a todos" }));
  const dialog = await screen.findByRole("dialog", { name: "Estado de Byron Tapia" });
  await user.click(within(dialog).getByRole("button", { name: "Cambiar estado" }));
  expect(await screen.findByText("Cambiaron 0 personas. 1 no ha iniciado sesión.")).toBeInTheDocument();
  expect(api.presence.choices).toEqual([{ state: "available", reason: null, user_ids: [byron.id] }]);
});

it("tells an agent that the page of people is not theirs", async () => {
  openDesk(api, "/agents");
  expect(await screen.findByText(/No tiene permiso para ver a los agentes/)).toBeInTheDocument();
  expect(screen.queryByRole("link", { name: "Agentes" })).toBeNull();
  expect(api.calls).not.toContain("GET /presence");
});
