import { act, screen, waitFor } from "@testing-library/react";
import { http } from "msw";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { session } from "@/api/session";
import type { FakeApi } from "../fakes/api";
import { problem } from "../fakes/answers";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";

describe("sign-in", () => {
  let api: FakeApi;

  beforeEach(async () => {
    localStorage.clear();
    ({ api } = aDesk());
    api.signedIn = false;
  });
  afterEach(() => closeDesk(api));

  async function fill(user: ReturnType<typeof openDesk>["user"], password: string) {
    await user.type(await screen.findByLabelText("Usuario o correo"), "agente1@hilo.test");
    await user.type(screen.getByLabelText("Contraseña"), password);
    await user.click(screen.getByRole("button", { name: "Continuar" }));
  }

  it("says that e-mail and password do not match, and focuses the password", async () => {
    const { user } = openDesk(api, "/conversations");
    await fill(user, "otra");
    expect(await screen.findByText(/no coinciden/)).toBeVisible();
    expect(screen.getByLabelText("Contraseña")).toHaveFocus();
    expect(screen.getByLabelText("Contraseña")).toHaveAccessibleDescription(/no coinciden/);
  });

  it("says how long a lock-out lasts and holds the button", async () => {
    api.lockedSeconds = 240;
    const { user } = openDesk(api, "/conversations");
    await fill(user, "otra");
    expect(await screen.findByText("Demasiados intentos. Espere 4 minutos.")).toBeVisible();
    expect(screen.getByRole("button", { name: "Continuar" })).toBeDisabled();
  });

  describe("with a password for once", () => {
    const once = "abcde-fghij-kmnpq-rstuv";

    beforeEach(() => {
      api.oneTimePassword = once;
      api.server.use(http.post("*/api/v1/auth/first-password", ({ request }) => replacePassword(request)));
    });

    async function replacePassword(request: Request) {
      const sent = (await request.json()) as { password: string; new_password: string };
      if (sent.password !== api.oneTimePassword) return problem(401, "invalid_credentials");
      if (sent.new_password === sent.password) return problem(422, "password_refused", { reason: "not_new" });
      [api.password, api.oneTimePassword] = [sent.new_password, null];
      return api.grant();
    }

    async function choose(user: ReturnType<typeof openDesk>["user"], chosen: string, repeated = chosen) {
      for (const [label, text] of [
        ["Contraseña nueva", chosen],
        ["Repita la contraseña nueva", repeated],
      ] as const) {
        const field = await screen.findByLabelText(label);
        await user.clear(field);
        if (text) await user.type(field, text);
      }
      await user.click(screen.getByRole("button", { name: "Guardar y entrar" }));
    }

    it("lets nobody in before they chose their own", async () => {
      const { user } = openDesk(api, "/conversations");
      await fill(user, once);
      expect(await screen.findByLabelText("Contraseña nueva")).toHaveFocus();
      expect(session.accessToken()).toBeNull();
      for (const [chosen, repeated, sentence] of [
        ["", "", /Es muy corta: use al menos 12 caracteres/],
        ["caballo", "caballo", /Es muy corta/],
        ["caballo correcto", "caballo incorrecto", /Las contraseñas no coinciden/],
        [once, once, /Es la misma contraseña/],
      ] as const) {
        await choose(user, chosen, repeated);
        expect(await screen.findByText(sentence)).toBeVisible();
      }
      expect(session.accessToken()).toBeNull();
    });

    it("lets in who chose one, at the address that was asked for", async () => {
      const { user } = openDesk(api, "/conversations/c1");
      await fill(user, once);
      await choose(user, "caballo correcto");
      expect(await screen.findByRole("heading", { name: "Rosa Elvira Quishpe Toapanta" })).toBeVisible();
      expect(api.password).toBe("caballo correcto");
    });

    it("starts again when somebody was faster", async () => {
      const { user } = openDesk(api, "/conversations");
      await fill(user, once);
      await screen.findByLabelText("Contraseña nueva");
      api.oneTimePassword = null;
      await choose(user, "caballo correcto");
      expect(await screen.findByLabelText("Contraseña")).toBeVisible();
    });
  });

  it("names the empty field", async () => {
    const { user } = openDesk(api, "/conversations");
    await user.click(await screen.findByRole("button", { name: "Continuar" }));
    expect(screen.getByText("Escriba su usuario o su correo.")).toBeVisible();
    expect(screen.getByLabelText("Usuario o correo")).toHaveFocus();
  });

  it("opens the desk at the address that was asked for", async () => {
    const { user } = openDesk(api, "/conversations/c1");
    await fill(user, api.password);
    expect(await screen.findByRole("heading", { name: "Rosa Elvira Quishpe Toapanta" })).toBeVisible();
    expect(window.location.pathname).toBe("/conversations/c1");
  });

  it("renews an expired token once for all calls and repeats them", async () => {
    const { user } = openDesk(api, "/conversations");
    await fill(user, api.password);
    await screen.findByRole("link", { name: /Rosa Elvira/ });
    const before = api.refreshes;
    api.token = "token-2";
    await user.click(screen.getByRole("link", { name: /Rosa Elvira/ }));
    expect(await screen.findByRole("log")).toBeVisible();
    expect(api.refreshes - before).toBe(1);
    expect(session.accessToken()).toBe("token-2");
  });

  it("says that the session ended and keeps the draft", async () => {
    const { user } = openDesk(api, "/conversations/c1");
    await fill(user, api.password);
    await user.type(await screen.findByRole("textbox", { name: "Mensaje" }), "A medias");
    api.signedIn = false;
    await act(() => session.renew());
    expect(
      await screen.findByText("Su sesión terminó. Entre otra vez; su borrador sigue aquí."),
    ).toBeVisible();
    await fill(user, api.password);
    expect(await screen.findByRole("textbox", { name: "Mensaje" })).toHaveValue("A medias");
  });

  it("signs out from the rail", async () => {
    const { user } = openDesk(api, "/conversations");
    await fill(user, api.password);
    await user.click(await screen.findByRole("button", { name: "Su cuenta: Lucía Paredes" }));
    await user.click(await screen.findByRole("menuitem", { name: "Cerrar sesión" }));
    expect(await screen.findByLabelText("Usuario o correo")).toBeVisible();
    await waitFor(() => expect(api.signedIn).toBe(false));
    expect(session.accessToken()).toBeNull();
  });
});
