import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";
import { aGate, aQuickReply, hasQuickReplies } from "../fakes/quick-replies";

const aPdf = { id: "f1", filename: "plan.pdf", content_type: "application/pdf", bytes: 8 };
const coming = "Insertando la respuesta rápida. Envíe después.";

describe("a quick reply on its way into the draft", () => {
  let api: FakeApi;

  beforeEach(() => {
    localStorage.clear();
    ({ api } = aDesk());
  });
  afterEach(() => closeDesk(api));

  const field = () => screen.findByRole("textbox", { name: "Mensaje" });
  const send = () => screen.findByRole("button", { name: "Enviar" });
  const options = () => screen.queryByRole("listbox", { name: "Respuestas rápidas" });

  async function takesTheReply() {
    const { user } = openDesk(api, "/conversations/c1");
    await user.type(await field(), "/saludo");
    await screen.findByRole("option", { name: /Saludo/ });
    await user.keyboard("{Enter}");
    return user;
  }

  it("is written once, however often Enter is pressed meanwhile", async () => {
    const values = aGate();
    hasQuickReplies(api, [aQuickReply({ files: [aPdf] })], { values: values.opened });
    const user = await takesTheReply();
    expect(options()).toBeNull();
    await user.keyboard("{Enter}{Enter}");
    values.open();
    await waitFor(async () => expect(await field()).toHaveValue("Hola Rosa"));
    const files = await screen.findByRole("list", { name: "Archivos por enviar" });
    await waitFor(async () => expect(await send()).toBeEnabled());
    expect(within(files).getAllByText("plan.pdf")).toHaveLength(1);
    expect(await field()).toHaveValue("Hola Rosa");
    expect(api.sends).toEqual([]);
  });

  it("holds what was looked for back from the customer until its values are here", async () => {
    const values = aGate();
    hasQuickReplies(api, [aQuickReply()], { values: values.opened });
    const user = await takesTheReply();
    expect(await screen.findByText(coming)).toBeVisible();
    expect(await send()).toBeDisabled();
    expect(screen.getByRole("button", { name: "Programar el envío" })).toBeDisabled();
    await user.keyboard("{Enter}");
    expect(await field()).toHaveValue("/saludo");
    values.open();
    await waitFor(async () => expect(await field()).toHaveValue("Hola Rosa"));
    await waitFor(async () => expect(await send()).toBeEnabled());
    expect(screen.queryByText(coming)).toBeNull();
    expect(api.sends).toEqual([]);
    await user.click(await send());
    await waitFor(() => expect(api.sends.map(({ body }) => body.text)).toEqual(["Hola Rosa"]));
  });

  it("is sent with its file and not before", async () => {
    const files = aGate();
    hasQuickReplies(api, [aQuickReply({ files: [aPdf] })], { files: files.opened });
    const user = await takesTheReply();
    await waitFor(async () => expect(await field()).toHaveValue("Hola Rosa"));
    await user.keyboard("{Enter}");
    expect(await field()).toHaveValue("Hola Rosa");
    files.open();
    await screen.findByText("plan.pdf");
    await waitFor(async () => expect(await send()).toBeEnabled());
    await user.keyboard("{Enter}");
    await waitFor(() => expect(api.sends).toHaveLength(1));
    expect(api.sends[0]?.body).toMatchObject({ upload_id: "upload-f1", caption: "Hola Rosa" });
  });

  it("lets the text go once its file cannot come", async () => {
    hasQuickReplies(api, [aQuickReply({ files: [aPdf] })]);
    const refused = () => HttpResponse.json({ code: "storage_unavailable" }, { status: 503 });
    api.server.use(http.post("*/api/v1/quick-replies/:id/files", refused));
    await takesTheReply();
    expect(await screen.findByText(/No se pudieron adjuntar los archivos de “Saludo”/)).toBeVisible();
    await waitFor(async () => expect(await send()).toBeEnabled());
    expect(screen.queryByText(coming)).toBeNull();
  });

  it("leaves the list closed behind the dialog that asks for what is not known", async () => {
    hasQuickReplies(api, [aQuickReply({ text: "Debe {{cliente.saldo}}" })]);
    const user = await takesTheReply();
    const dialog = await screen.findByRole("dialog", { name: "Saludo" });
    expect(options()).toBeNull();
    await user.type(await within(dialog).findByLabelText("Saldo"), "$ 10{Enter}");
    await waitFor(async () => expect(await field()).toHaveValue("Debe $ 10"));
    expect(await send()).toBeEnabled();
  });
});
