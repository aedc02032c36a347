import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";
import { aMe } from "../fakes/entities";
import { aTree, FakeTypifications } from "../fakes/typifications";

const promesa = { tree_id: "cobranza", node_id: "promesa", comment: null };

describe("closing with what it ended with", () => {
  let api: FakeApi;
  let typifications: FakeTypifications;

  beforeEach(() => {
    localStorage.clear();
    ({ api } = aDesk());
    api.me = aMe({ permissions: [...aMe().permissions, "typifications.read"] });
    typifications = new FakeTypifications(api.conversations);
    api.server.use(...typifications.handlers());
  });
  afterEach(() => closeDesk(api));

  type User = ReturnType<typeof openDesk>["user"];
  const chat = async () => within(await screen.findByRole("region", { name: "Conversación" }));
  const press = async (user: User) =>
    user.click(await (await chat()).findByRole("button", { name: "Resolver" }));
  const dialog = async () => within(await screen.findByRole("dialog"));
  const choose = async (user: User, name: RegExp) => {
    const asked = await dialog();
    await user.click(await asked.findByRole("option", { name }));
    await user.click(asked.getByRole("button", { name: "Resolver" }));
  };
  const isTyped = async () => {
    const thread = await chat();
    await thread.findByText("Buenos días");
  };

  it("asks even when the trees are slow to come", async () => {
    let open = () => {};
    typifications.gate = new Promise((resolve) => (open = resolve));
    const { user } = openDesk(api, "/conversations/c1");
    await isTyped();
    await user.keyboard("e");
    expect(await (await chat()).findByRole("button", { name: "Resolver" })).toBeDisabled();
    open();
    await choose(user, /Promesa/);
    await waitFor(() => expect(typifications.resolved.get("c1")).toEqual(promesa));
  });

  it("says that nobody could tell what there is to choose, and looks again", async () => {
    typifications.fails = true;
    const { user } = openDesk(api, "/conversations/c1");
    await isTyped();
    await press(user);
    expect(await (await dialog()).findByText("No pudimos cargar las tipificaciones")).toBeVisible();
    expect(typifications.resolved.size).toBe(0);
    typifications.fails = false;
    await user.click((await dialog()).getByRole("button", { name: "Intentar de nuevo" }));
    await choose(user, /Promesa/);
    await waitFor(() => expect(typifications.resolved.get("c1")).toEqual(promesa));
  });

  it("closes without where nobody could tell, if one wants to", async () => {
    typifications.fails = true;
    const { user } = openDesk(api, "/conversations/c1");
    await isTyped();
    await press(user);
    await user.click(await (await dialog()).findByRole("button", { name: "Resolver sin tipificar" }));
    await waitFor(() => expect(typifications.resolved.get("c1")).toBeNull());
  });

  it.each(["typification_not_choosable", "unknown_typification", "typification_required"])(
    "offers the trees of now after %s",
    async (code) => {
      api.refusals.set("c1/resolve", { status: 422, code });
      const { user } = openDesk(api, "/conversations/c1");
      await isTyped();
      await press(user);
      await dialog();
      typifications.trees = [aTree({ nodes: aTree().nodes.slice(1), version: 2 })];
      await choose(user, /Promesa/);
      expect(await (await chat()).findByRole("alert")).toBeInTheDocument();

      api.refusals.clear();
      expect(await (await dialog()).findByText("Aún no ha elegido.")).toBeInTheDocument();
      await waitFor(() => expect(screen.queryByRole("option", { name: /Promesa/ })).not.toBeInTheDocument());
      await choose(user, /Negativa/);
      await waitFor(() =>
        expect(typifications.resolved.get("c1")).toEqual({ ...promesa, node_id: "negativa" }),
      );
    },
  );
});
