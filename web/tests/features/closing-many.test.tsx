import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";
import { aConversation, aMe, aMessage } from "../fakes/entities";
import { aTree, FakeTypifications } from "../fakes/typifications";

describe("closing many with what they ended with", () => {
  let api: FakeApi;
  let typifications: FakeTypifications;

  beforeEach(() => {
    localStorage.clear();
    ({ api } = aDesk());
    api.me = aMe({ permissions: [...aMe().permissions, "typifications.read"] });
    api.conversations.clear();
    ["Ana", "Bea", "Carla"].forEach((name, index) => {
      const id = `c${index}`;
      api.hold(aConversation({ id, contact: { id, name, picture_url: null } }), [aMessage()]);
    });
    typifications = new FakeTypifications(api.conversations);
    api.server.use(...typifications.handlers());
  });
  afterEach(() => closeDesk(api));

  type User = ReturnType<typeof openDesk>["user"];
  const toggle = async (user: User, ...names: string[]) => {
    for (const name of names)
      await user.click(await screen.findByRole("checkbox", { name: `Elegir ${name}` }));
  };
  const resolve = async (user: User) => {
    await user.click(within(screen.getByRole("toolbar")).getByRole("button", { name: "Resolver" }));
    return within(await screen.findByRole("dialog"));
  };
  const comment = (dialog: ReturnType<typeof within>) =>
    dialog.findByRole("textbox", { name: "Comentario (opcional)" });
  const close = async (user: User, dialog: ReturnType<typeof within>) => {
    await user.click(dialog.getByRole("option", { name: /Promesa/ }));
    await user.click(dialog.getByRole("button", { name: "Resolver" }));
  };
  const closeAnew = async (user: User, words: string) => {
    const dialog = await resolve(user);
    await user.type(await comment(dialog), words);
    await close(user, dialog);
  };

  it("keeps what was typed for those that failed, and forgets it once they are closed", async () => {
    api.refusals.set("c0/resolve", { status: 409, code: "new_message" });
    const { user } = openDesk(api, "/conversations");
    await toggle(user, "Ana", "Bea");
    await closeAnew(user, "Paga el lunes");
    expect(await screen.findByText("1 conversación resuelta.")).toBeVisible();

    api.refusals.clear();
    const again = await resolve(user);
    expect(await comment(again)).toHaveValue("Paga el lunes");
    await close(user, again);
    await waitFor(() => expect(screen.queryByRole("toolbar")).not.toBeInTheDocument());
    expect(typifications.resolved.get("c0")).toEqual({
      tree_id: "cobranza",
      node_id: "promesa",
      comment: "Paga el lunes",
    });
    expect(Object.keys(localStorage).filter((key) => key.startsWith("hilo.closing."))).toEqual([]);
  });

  it("opens what was typed for some with no others", async () => {
    const { user } = openDesk(api, "/conversations");
    await toggle(user, "Ana", "Bea");
    await user.type(await comment(await resolve(user)), "De Ana y Bea");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    await toggle(user, "Ana", "Carla");
    expect(await comment(await resolve(user))).toHaveValue("");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    await toggle(user, "Carla", "Ana");
    expect(await comment(await resolve(user))).toHaveValue("De Ana y Bea");
  });

  it("asks even when the trees are slow to come", async () => {
    let open = () => {};
    typifications.gate = new Promise((resolve) => (open = resolve));
    const { user } = openDesk(api, "/conversations");
    await toggle(user, "Ana", "Bea");
    const button = within(screen.getByRole("toolbar")).getByRole("button", { name: "Resolver" });
    await user.click(button);
    expect(button).toBeDisabled();
    open();
    const asked = within(await screen.findByRole("dialog"));
    await asked.findByRole("option", { name: /Promesa/ });
    await close(user, asked);
    await waitFor(() => expect(typifications.resolved.size).toBe(2));
    expect(typifications.resolved.get("c1")).toEqual({
      tree_id: "cobranza",
      node_id: "promesa",
      comment: null,
    });
  });

  it("says that nobody could tell what there is to choose, and closes without if one wants to", async () => {
    typifications.fails = true;
    const { user } = openDesk(api, "/conversations");
    await toggle(user, "Ana", "Bea");
    const asked = await resolve(user);
    expect(await asked.findByText("No pudimos cargar las tipificaciones")).toBeVisible();
    expect(typifications.resolved.size).toBe(0);
    await user.click(asked.getByRole("button", { name: "Resolver sin tipificar" }));
    await waitFor(() => expect([...typifications.resolved.values()]).toEqual([null, null]));
  });

  it("offers the trees of now to those refused by the trees of before", async () => {
    api.refusals.set("c0/resolve", { status: 422, code: "typification_not_choosable" });
    const { user } = openDesk(api, "/conversations");
    await toggle(user, "Ana", "Bea");
    const first = await resolve(user);
    await first.findByRole("option", { name: /Promesa/ });
    typifications.trees = [aTree({ nodes: aTree().nodes.slice(1), version: 2 })];
    await close(user, first);
    expect(await screen.findByText(/esa tipificación ya no se puede elegir/)).toBeVisible();
    const again = await resolve(user);
    expect(await again.findByRole("option", { name: /Negativa/ })).toBeVisible();
    expect(again.queryByRole("option", { name: /Promesa/ })).not.toBeInTheDocument();
  });
});
