import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";

describe("attachments", () => {
  let api: FakeApi;

  beforeEach(() => {
    localStorage.clear();
    ({ api } = aDesk());
  });
  afterEach(() => closeDesk(api));

  const pdf = (name = "cuenta.pdf") => new File(["%PDF-1.7"], name, { type: "application/pdf" });
  const song = () => new File(["ID3"], "nota.mp3", { type: "audio/mpeg" });
  const field = () => screen.findByRole("textbox", { name: "Mensaje" });
  const list = () => screen.findByRole("list", { name: "Archivos por enviar" });
  const picker = () => document.querySelector<HTMLInputElement>("input[type=file]") as HTMLInputElement;
  const isThere = async (name: string) => {
    const chip = await within(await list()).findByText(name);
    await waitFor(() => expect(chip.closest("li")).toHaveTextContent("8 B"));
  };

  it("sends a file with the text as its caption", async () => {
    const { user } = openDesk(api, "/conversations/c1");
    await field();
    await user.upload(picker(), pdf());
    await isThere("cuenta.pdf");
    expect(api.storage.stored).toEqual(["upload-1"]);
    await user.type(await field(), "Su cuenta{Enter}");
    await waitFor(() => expect(api.sends).toHaveLength(1));
    expect(api.sends[0]?.body).toEqual({ kind: "media", upload_id: "upload-1", caption: "Su cuenta" });
    expect(screen.queryByRole("list", { name: "Archivos por enviar" })).toBeNull();
  });

  it("sends sound first and the text behind it", async () => {
    const { user } = openDesk(api, "/conversations/c1");
    await field();
    await user.upload(picker(), song());
    await within(await list()).findByText("3 B");
    await user.type(await field(), "Escuche{Enter}");
    await waitFor(() => expect(api.sends).toHaveLength(2));
    expect(api.sends.map((one) => one.body)).toEqual([
      { kind: "media", upload_id: "upload-1" },
      { kind: "text", text: "Escuche" },
    ]);
  });

  it("takes several at once by paste", async () => {
    const { user } = openDesk(api, "/conversations/c1");
    fireEvent.paste(await field(), { clipboardData: { files: [pdf("uno.pdf"), pdf("dos.pdf")] } });
    await isThere("uno.pdf");
    await isThere("dos.pdf");
    await user.click(screen.getByRole("button", { name: "Enviar" }));
    await waitFor(() => expect(api.sends).toHaveLength(2));
  });

  it("says why a file cannot be sent, and lets the rest go", async () => {
    api.storage.refusals.push({
      status: 422,
      problem: { code: "file_too_large", limit: 5 * 1024 ** 2, length: 9 * 1024 ** 2 },
    });
    const { user } = openDesk(api, "/conversations/c1");
    await field();
    await user.upload(picker(), pdf());
    expect(await screen.findByText("Pesa 9 MB y el límite es 5 MB.")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Intentar de nuevo" })).toBeNull();
    await user.type(await field(), "Se lo explico{Enter}");
    await waitFor(() => expect(api.sends).toHaveLength(1));
    expect(api.sends[0]?.body).toEqual({ kind: "text", text: "Se lo explico" });
    await user.click(screen.getByRole("button", { name: "Quitar cuenta.pdf" }));
    expect(screen.queryByText("cuenta.pdf")).toBeNull();
  });

  it("brings a file in again when that failed", async () => {
    api.storage.refusals.push({ status: 503, problem: { code: "storage_unavailable" } });
    const { user } = openDesk(api, "/conversations/c1");
    await field();
    await user.upload(picker(), pdf());
    await user.click(await screen.findByRole("button", { name: "Intentar de nuevo" }));
    await isThere("cuenta.pdf");
  });

  it("keeps a file that is there over a reload, and gives it back when the server refuses it", async () => {
    const { user, unmount } = openDesk(api, "/conversations/c1");
    await field();
    await user.upload(picker(), pdf());
    await isThere("cuenta.pdf");
    unmount();
    closeDesk(api);
    api.sendFailures.push({ status: 422, problem: { code: "service_window_closed", expired_at: "x" } });
    const again = openDesk(api, "/conversations/c1");
    await isThere("cuenta.pdf");
    await again.user.type(await field(), "Tarde{Enter}");
    expect(await screen.findByText(/Pasaron más de 24 horas/)).toBeVisible();
    await isThere("cuenta.pdf");
    expect(await field()).toHaveValue("Tarde");
  });
});
