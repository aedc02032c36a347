import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isReachable, localText, presets } from "@/features/inbox/api/snooze";
import { lateAfterMs, newestActivityFirst } from "@/features/inbox/api/trays";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";
import { aConversation, aMessage, aQueue, lucia } from "../fakes/entities";

const named = (id: string, name: string) => ({ id, contact: { id, name, picture_url: null } });

describe("setting a chat aside", () => {
  let api: FakeApi;

  beforeEach(() => {
    localStorage.clear();
    ({ api } = aDesk());
    api.hold(aConversation({ assignee: lucia, state: "pending" }), [aMessage()]);
  });
  afterEach(() => closeDesk(api));

  const row = async (name: RegExp) =>
    within(await screen.findByRole("list", { name: /Conversaciones de la bandeja/ })).findByRole("link", {
      name,
    });

  it("puts it off from its menu, lists it apart and brings it back", async () => {
    const { user } = openDesk(api, "/conversations/c1");
    await user.click(await screen.findByRole("button", { name: "Más acciones" }));
    await user.click(await screen.findByRole("menuitem", { name: "Posponer…" }));
    await user.click(await screen.findByRole("button", { name: /^En una hora/ }));
    expect(await screen.findByText(/^Pospuesta hasta hoy|^Pospuesta hasta mañana/)).toBeVisible();
    expect(window.location.pathname).toBe("/conversations");
    expect(await screen.findByText("No hay conversaciones abiertas.")).toBeVisible();

    await user.click(screen.getByRole("button", { name: /^Deshacer/ }));
    expect(await row(/Rosa Elvira/)).toBeVisible();
    expect(api.calls).toContain("DELETE /conversations/c1/snooze");
  });

  it("refuses a time out of reach and keeps what was typed", async () => {
    const { user } = openDesk(api, "/conversations/c1");
    await screen.findByRole("button", { name: "Más acciones" });
    await user.keyboard("p");
    const field = await screen.findByLabelText("Otro momento");
    await user.clear(field);
    await user.type(field, "2001-02-03T04:05");
    await user.click(screen.getByRole("button", { name: "Posponer" }));
    expect(screen.getByText(/entre un minuto y 90 días/)).toBeVisible();
    expect(field).toHaveValue("2001-02-03T04:05");
    expect(api.calls).not.toContain("POST /conversations/c1/snooze");
  });

  it("tells until when a chat is put off, and that one came back", async () => {
    api.hold(aConversation({ ...named("c2", "Zoila Paz"), snoozed_until: "2099-01-05T14:00:00.000Z" }));
    api.hold(aConversation({ ...named("c3", "Nelly Vaca"), woken_at: "2026-11-20T16:00:00.000Z" }));
    openDesk(api, "/conversations");
    expect((await row(/Nelly Vaca/)).textContent).toContain("Volvió · Pendiente");
    expect(screen.queryByText("Zoila Paz")).not.toBeInTheDocument();
  });

  it("marks as unread by key and leaves the chat, so that nobody reads it", async () => {
    api.hold(aConversation({ assignee: lucia, unread_count: 0 }), [aMessage()]);
    const { user } = openDesk(api, "/conversations/c1?tray=pending");
    await screen.findByRole("button", { name: "Más acciones" });
    await user.keyboard("u");
    expect(await screen.findByText("Marcada sin leer.")).toBeVisible();
    expect(window.location.pathname + window.location.search).toBe("/conversations?tray=pending");
    expect((await row(/Rosa Elvira/)).textContent).toContain("1 sin leer");
  });

  it.each([
    [true, "/conversations/c2"],
    [false, "/conversations/c1"],
  ])("goes on with the next chat after resolving where one likes that: %s", async (likes, place) => {
    api.own.preferences.next_after_resolve = likes;
    api.hold(
      aConversation({ ...named("c2", "Zoila Paz"), assignee: lucia, opened_at: "2026-11-20T14:00:00.000Z" }),
      [aMessage({ id: "m2", conversation_id: "c2" })],
    );
    const { user } = openDesk(api, "/conversations/c1");
    await row(/Zoila Paz/);
    await user.click(await screen.findByRole("button", { name: "Resolver" }));
    expect(await screen.findByText("Conversación resuelta.")).toBeVisible();
    await waitFor(() => expect(window.location.pathname).toBe(place));
  });
});

describe("times to put off to", () => {
  const names = (now: Date) => presets(now).map((one) => one.name);

  it.each([
    ["a Wednesday morning", new Date(2026, 10, 25, 10), ["hour", "evening", "tomorrow", "monday"]],
    ["a late afternoon", new Date(2026, 10, 25, 15, 1), ["hour", "tomorrow", "monday"]],
    ["a Sunday: tomorrow is Monday", new Date(2026, 10, 29, 18), ["hour", "tomorrow"]],
  ])("%s", (_name, now, expected) => {
    expect(names(now)).toEqual(expected);
    for (const { until } of presets(now)) expect(isReachable(until, now)).toBe(true);
  });

  it("writes a local time as the field takes it", () => {
    expect(localText(new Date(2026, 0, 5, 9, 7))).toBe("2026-01-05T09:07");
    expect(new Date(localText(new Date(2026, 0, 5, 9, 7)))).toEqual(new Date(2026, 0, 5, 9, 7));
  });
});

describe("order and lateness", () => {
  it("puts what came back on top", () => {
    const older = aConversation({ ...named("c2", "Zoila"), woken_at: "2026-11-20T16:00:00.000Z" });
    expect([aConversation(), older].sort(newestActivityFirst)[0]).toBe(older);
  });

  it("takes the queue's target where it has one", () => {
    expect(lateAfterMs(aQueue({ target_seconds: 120 }))).toBe(120_000);
    expect(lateAfterMs(aQueue({ target_seconds: null }))).toBe(lateAfterMs(undefined));
  });
});
