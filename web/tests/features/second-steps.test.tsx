import { screen } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { session } from "@/api/session";
import type { FakeApi } from "../fakes/api";
import { problem } from "../fakes/answers";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";

const auth = (path: string) => `*/api/v1/auth/${path}`;
const desk = () => screen.findByRole("navigation", { name: "Principal" });

describe("second steps", () => {
  let api: FakeApi;

  beforeEach(() => {
    localStorage.clear();
    ({ api } = aDesk());
    api.signedIn = false;
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    closeDesk(api);
  });

  async function signIn(user: ReturnType<typeof openDesk>["user"]) {
    await user.type(await screen.findByLabelText("Usuario o correo"), "agente1");
    await user.type(screen.getByLabelText("Contraseña"), api.password);
    await user.click(screen.getByRole("button", { name: "Continuar" }));
  }

  function asksFor(...ways: string[]) {
    const refused = () => problem(401, "second_factor_required", { challenge: "c1", ways });
    api.server.use(http.post(auth("sign-in"), refused));
  }

  describe("of somebody who was invited", () => {
    beforeEach(() => {
      const invited = { name: "Bea", username: "bea", email: "bea@hilo.test", minimum_length: 12 };
      api.server.use(
        http.post(auth("invitation"), () => HttpResponse.json(invited)),
        http.post(auth("invitation/accept"), () => problem(401, "enrolment_required", { challenge: "c1" })),
        http.post(auth("enrolment"), () =>
          HttpResponse.json({ secret: "SECRET", address: "otpauth://totp/x", picture: "<svg/>" }),
        ),
      );
    });

    async function choose(user: ReturnType<typeof openDesk>["user"]) {
      await user.type(await screen.findByLabelText("Contraseña nueva"), "caballo correcto");
      await user.type(screen.getByLabelText("Repita la contraseña nueva"), "caballo correcto");
      await user.click(screen.getByRole("button", { name: "Guardar y entrar" }));
      await user.type(await screen.findByLabelText("Código de seis dígitos"), "123456");
      await user.click(screen.getByRole("button", { name: "Verificar" }));
    }

    it("are gone through before the desk is shown", async () => {
      api.server.use(
        http.post(auth("enrolment/confirm"), async () => {
          const granted = (await (await api.grant()).json()) as object;
          return HttpResponse.json({ ...granted, recovery_codes: ["aaaa-bbbb"] });
        }),
      );
      const { user } = openDesk(api, "/invitation#u1.s3cret");
      await choose(user);
      expect(await screen.findByText("aaaa-bbbb")).toBeVisible();
      expect(session.accessToken()).toBeNull();
      await user.click(screen.getByRole("button", { name: "Ya los guardé: entrar" }));
      expect(await desk()).toBeVisible();
    });

    it("lead to the entrance, with the new password, when they took too long", async () => {
      api.server.use(http.post(auth("enrolment/confirm"), () => problem(401, "challenge_over")));
      const { user } = openDesk(api, "/invitation#u1.s3cret");
      await choose(user);
      expect(await screen.findByText(/Su contraseña quedó guardada/)).toBeVisible();
      await user.click(screen.getByRole("button", { name: "Ir a la entrada" }));
      expect(await screen.findByLabelText("Usuario o correo")).toBeVisible();
    });
  });

  it("say what to do where the account asks for a passkey and the browser has none", async () => {
    asksFor("passkey");
    const { user } = openDesk(api, "/conversations");
    expect(screen.queryByRole("button", { name: "Entrar con una llave de acceso" })).toBeNull();
    await signIn(user);
    expect(await screen.findByText(/este navegador no la admite/)).toBeVisible();
  });

  describe("in a browser with passkeys", () => {
    const asked: unknown[] = [];
    const get = vi.fn<() => Promise<unknown>>();

    beforeEach(() => {
      class Shown {
        static parseCreationOptionsFromJSON = (options: unknown) => options;
        static parseRequestOptionsFromJSON = (options: unknown) => options;
        toJSON = () => ({ id: "key" });
      }
      get.mockReset().mockImplementation(() => Promise.resolve(new Shown()));
      asked.length = 0;
      vi.stubGlobal("PublicKeyCredential", Shown);
      vi.stubGlobal("navigator", Object.assign(Object.create(navigator), { credentials: { get } }));
      api.server.use(
        http.post(auth("passkey/options"), async ({ request }) => {
          asked.push(await request.json());
          return HttpResponse.json({ options: { challenge: "c2" } });
        }),
        http.post(auth("passkey"), async ({ request }) => {
          asked.push(await request.json());
          return api.grant();
        }),
      );
    });

    it("let in without a password", async () => {
      const { user } = openDesk(api, "/conversations");
      await user.click(await screen.findByRole("button", { name: "Entrar con una llave de acceso" }));
      expect(await desk()).toBeVisible();
      expect(get).toHaveBeenCalledWith({ publicKey: { challenge: "c2" } });
      expect(asked).toEqual([{}, { credential: { id: "key" } }]);
    });

    it("offer the passkey beside the code, for what the password led to", async () => {
      asksFor("code", "passkey");
      const { user } = openDesk(api, "/conversations");
      await signIn(user);
      expect(await screen.findByLabelText("Código")).toBeVisible();
      await user.click(screen.getByRole("button", { name: "Usar mi llave de acceso" }));
      expect(await desk()).toBeVisible();
      expect(asked[0]).toEqual({ challenge: "c1" });
    });

    it("say that nothing was used when the person thinks better of it, or that it does not serve", async () => {
      get.mockRejectedValueOnce(new DOMException("", "NotAllowedError"));
      api.server.use(http.post(auth("passkey"), () => problem(401, "passkey_refused")));
      const { user } = openDesk(api, "/conversations");
      const button = await screen.findByRole("button", { name: "Entrar con una llave de acceso" });
      await user.click(button);
      expect(await screen.findByText(/No se usó ninguna llave de acceso/)).toBeVisible();
      await user.click(button);
      expect(await screen.findByText(/Esta llave de acceso no sirve aquí/)).toBeVisible();
      expect(session.accessToken()).toBeNull();
    });
  });
});
