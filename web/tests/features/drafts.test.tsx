import { screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { draftSync } from "@/state/draft-sync";
import { drafts } from "@/state/drafts";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";

describe("drafts on several devices", () => {
  let api: FakeApi;

  beforeEach(() => {
    localStorage.clear();
    ({ api } = aDesk());
  });
  afterEach(() => closeDesk(api));

  const field = () => screen.findByRole("textbox", { name: "Mensaje" });
  const kept = () => api.own.drafts.get("c1")?.text;

  it("are kept by the server after a moment, and gone once sent", async () => {
    const { user } = openDesk(api, "/conversations/c1");
    await user.type(await field(), "A medias");
    await waitFor(() => expect(kept()).toBe("A medias"));
    await user.type(await field(), "{Enter}");
    await waitFor(() => expect(api.own.drafts.size).toBe(0));
  });

  it("come from another device where nothing was typed here", async () => {
    api.own.keep("c1", "Desde el teléfono", { id: "m1", preview: "Hola", author: "Rosa" });
    openDesk(api, "/conversations/c1");
    await waitFor(async () => expect(await field()).toHaveValue("Desde el teléfono"));
    expect(screen.getByText("Responde a Rosa")).toBeVisible();
    api.own.drafts.clear();
    await draftSync.pull();
    await waitFor(async () => expect(await field()).toHaveValue(""));
  });

  it("are brought to the server when they were typed without it", async () => {
    localStorage.setItem("hilo.draft.u1.c1", JSON.stringify({ text: "Sin red", replyTo: null }));
    openDesk(api, "/conversations/c1");
    await waitFor(() => expect(kept()).toBe("Sin red"));
  });

  it.each([
    { choice: "Usar ese texto", here: "Lo del teléfono", there: "Lo del teléfono" },
    { choice: "Conservar el mío", here: "Lo de aquí", there: "Lo de aquí" },
  ])("are both shown where both were written in: $choice", async ({ choice, here, there }) => {
    const { user } = openDesk(api, "/conversations/c1");
    await user.type(await field(), "Lo de aquí");
    await waitFor(() => expect(kept()).toBe("Lo de aquí"));
    api.own.keep("c1", "Lo del teléfono");
    drafts.write("c1", { text: "Lo de aquí, y más" });
    drafts.write("c1", { text: "Lo de aquí" });
    drafts.write("c1", { text: "Lo de aquí…" });
    expect(await screen.findByText("Lo del teléfono")).toBeVisible();
    expect(await field()).toHaveValue("Lo de aquí…");
    drafts.write("c1", { text: "Lo de aquí" });
    await user.click(screen.getByRole("button", { name: choice }));
    await waitFor(async () => expect(await field()).toHaveValue(here));
    await waitFor(() => expect(kept()).toBe(there));
    expect(screen.queryByRole("button", { name: choice })).toBeNull();
  });
});
