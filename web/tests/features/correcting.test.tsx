import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { desk } from "@/realtime/desk-store";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";
import { aConversation, aMe, aMessage } from "../fakes/entities";
import { aTypification, FakeTypifications } from "../fakes/typifications";

const closed = aConversation({ state: "resolved", resolved_at: "2026-11-20T15:20:00.000Z" });
const said = { tree_id: "cobranza", node_id: "promesa", comment: "Paga hoy" };

let api: FakeApi;
let typifications: FakeTypifications;

beforeEach(() => {
  localStorage.clear();
  ({ api } = aDesk());
  api.me = aMe({
    role: "supervisor",
    permissions: [...aMe({ role: "supervisor" }).permissions, "typifications.read", "typifications.correct"],
  });
  api.hold(closed, [aMessage()]);
  typifications = new FakeTypifications(api.conversations);
  api.server.use(...typifications.handlers());
});
afterEach(() => closeDesk(api));

it("says again what was said before, when a correction is undone", async () => {
  const { user } = openDesk(api, "/conversations/c1");
  await screen.findByRole("button", { name: "Corregir tipificación" });
  desk.learnClosed({ ...closed, typification: aTypification(closed, said) });
  const panel = screen.getByRole("region", { name: "Tipificación" });
  expect(await within(panel).findByText("Paga hoy")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Corregir tipificación" }));
  const dialog = await screen.findByRole("dialog", { name: "Corregir tipificación" });
  await user.click(await within(dialog).findByRole("option", { name: /Negativa/ }));
  await user.click(within(dialog).getByRole("button", { name: "Corregir" }));
  expect(await within(panel).findByText("Negativa")).toBeVisible();

  await user.click(await screen.findByRole("button", { name: /^Deshacer/ }));
  expect(await within(panel).findByText("Promesa")).toBeVisible();
  await waitFor(() => expect(typifications.corrections).toHaveLength(2));
  expect(typifications.corrections[1]).toEqual(said);
});
