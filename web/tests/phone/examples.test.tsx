/** What can be sent besides text and files: one example of each, at a click. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PhonePage } from "@/phone/PhonePage";
import { completeBrowser } from "./browser";
import { LocalStack } from "./local-stack";

describe("the menu of attachments", () => {
  let stack: LocalStack;

  beforeEach(() => {
    completeBrowser(false);
    history.replaceState(null, "", "/phone");
    stack = new LocalStack();
    stack.server.listen({ onUnhandledRequest: "error" });
  });
  afterEach(() => {
    cleanup();
    stack.server.close();
  });

  it.each([
    ["Ubicación", { kind: "location", name: "Parque La Carolina" }],
    ["Contacto", { kind: "contacts", name: "Jorge Aníbal Muñoz" }],
    ["Respuesta a un botón", { kind: "choice", of: "button", title: "Sí, confirmo" }],
    ["Respuesta a una lista", { kind: "choice", of: "list", description: "Sin interés" }],
    ["Pedido del catálogo", { kind: "order", note: "Para retirar el viernes" }],
    ["Mensaje desde un anuncio", { kind: "ad", headline: "Refinancie su deuda en 12 cuotas" }],
    ["Mensaje de la empresa desde su WhatsApp", { kind: "echo" }],
  ])("sends an example: %s", async (word, action) => {
    const user = userEvent.setup();
    const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
    render(
      <QueryClientProvider client={client}>
        <PhonePage />
      </QueryClientProvider>,
    );
    await user.click(await screen.findByRole("button", { name: "Adjuntar" }));
    await user.click(screen.getByRole("button", { name: word }));
    await waitFor(() => expect(stack.actions).toMatchObject([action]));
    expect(screen.queryByRole("group", { name: "Qué adjuntar" })).not.toBeInTheDocument();
  });
});
