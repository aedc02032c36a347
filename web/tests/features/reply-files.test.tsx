import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";
import { aMe } from "../fakes/entities";
import { aGate, aQuickReply } from "../fakes/quick-replies";

const coming = "“plan.pdf” aún se está subiendo. Guarde cuando termine.";

describe("a file on its way into a quick reply", () => {
  let api: FakeApi;
  let gate: ReturnType<typeof aGate>;
  let saved: unknown[];

  beforeEach(() => {
    localStorage.clear();
    ({ api } = aDesk());
    api.me = aMe({ role: "administrator" });
    api.me.permissions.push("quick_replies.manage");
    gate = aGate();
    saved = [];
    const tariff = { id: "f1", filename: "tarifas.pdf", content_type: "application/pdf", bytes: 8 };
    const kept = aQuickReply({ name: "Planes", shortcut: "planes", text: "Vea", files: [tariff] });
    api.server.use(
      http.get("*/api/v1/quick-replies", () => HttpResponse.json({ items: [kept] })),
      http.get("*/api/v1/quick-replies/q1", () => HttpResponse.json(kept)),
      http.post("*/api/v1/quick-replies", async ({ request }) => {
        saved.push(await request.json());
        return HttpResponse.json(aQuickReply({ id: "q2", name: "Saludo" }), { status: 201 });
      }),
      http.post("*/storage", async () => {
        await gate.opened;
        return new HttpResponse(null, { status: 204 });
      }),
    );
  });
  afterEach(() => {
    gate.open();
    closeDesk(api);
  });

  const name = () => screen.findByRole("textbox", { name: "Nombre" });
  const text = () => screen.findByRole("textbox", { name: "Texto" });
  const picker = () => document.querySelector<HTMLInputElement>("input[type=file]") as HTMLInputElement;
  const pdf = () => new File(["%PDF-1.7"], "plan.pdf", { type: "application/pdf" });

  async function brings(address: string) {
    const { user } = openDesk(api, address);
    await name();
    await user.upload(picker(), pdf());
    await screen.findByRole("button", { name: /Subiendo/ });
    return user;
  }

  it("leaves what was typed and removed meanwhile as it is", async () => {
    const user = await brings("/settings/quick-replies/q1");
    await user.type(await text(), " los planes");
    await user.click(screen.getByRole("button", { name: "Quitar tarifas.pdf" }));
    gate.open();
    expect(await screen.findByText("plan.pdf")).toBeVisible();
    expect(await text()).toHaveValue("Vea los planes");
    expect(screen.queryByText("tarifas.pdf")).toBeNull();
    const [key = ""] = Object.keys(localStorage).filter((one) => one.endsWith("quick-replies.q1"));
    expect(JSON.parse(localStorage.getItem(key) ?? "{}").values).toMatchObject({
      text: "Vea los planes",
      files: [{ name: "plan.pdf" }],
    });
  });

  it("is waited for by what saves, which says so", async () => {
    const user = await brings("/settings/quick-replies/new");
    await user.type(await name(), "Saludo");
    await user.type(await text(), "Hola");
    expect(await screen.findByText(coming)).toBeVisible();
    expect(screen.getByRole("button", { name: "Crear" })).toBeDisabled();
    await user.type(await name(), "{Enter}");
    gate.open();
    await screen.findByText("plan.pdf");
    await waitFor(() => expect(screen.getByRole("button", { name: "Crear" })).toBeEnabled());
    expect(saved).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Crear" }));
    await waitFor(() => expect(saved).toHaveLength(1));
    expect(saved[0]).toMatchObject({ name: "Saludo", text: "Hola", files: [{ upload_id: "upload-1" }] });
  });

  it("is given up with the draft", async () => {
    const user = await brings("/settings/quick-replies/new");
    await user.type(await name(), "Saludo");
    await user.click(screen.getByRole("button", { name: "Descartar" }));
    expect(await screen.findByRole("button", { name: "Agregar archivo" })).toBeEnabled();
    gate.open();
    await user.type(await name(), "Otra");
    expect(screen.queryByText(coming)).toBeNull();
    expect(screen.queryByText("plan.pdf")).toBeNull();
    expect(screen.getByRole("button", { name: "Crear" })).toBeEnabled();
  });
});
