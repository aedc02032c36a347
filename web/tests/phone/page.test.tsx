/** The page against a local stack: writing, reading, answering, the knobs, the reset, and its accessibility. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PhonePage } from "@/phone/PhonePage";
import { completeBrowser } from "./browser";
import { bubble, calm, LocalStack } from "./local-stack";

let stack: LocalStack;
let user: ReturnType<typeof userEvent.setup>;

beforeEach(() => {
  completeBrowser(false);
  history.replaceState(null, "", "/phone");
  user = userEvent.setup();
  stack = new LocalStack();
  stack.server.listen({ onUnhandledRequest: "error" });
});

afterEach(() => {
  cleanup();
  stack.server.close();
});

async function open() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <PhonePage />
    </QueryClientProvider>,
  );
  await screen.findByRole("heading", { name: "Andina Cobranzas" });
}

describe("the chat", () => {
  it("sends what is typed with Enter and keeps Shift+Enter for a new line", async () => {
    await open();
    const field = screen.getByLabelText("Mensaje del cliente");
    await user.type(field, "Buenos días{Shift>}{Enter}{/Shift}¿cuánto debo?{Enter}");
    await waitFor(() => expect(stack.actions).toHaveLength(1));
    expect(stack.actions[0]).toEqual({
      connection: "wa-principal",
      person: "rosa",
      kind: "text",
      text: "Buenos días\n¿cuánto debo?",
      reply_to: null,
    });
    expect(field).toHaveValue("");
  });

  it("gives the text back and says why when the message is refused", async () => {
    stack.refusal = { status: 409, code: "too_late" };
    await open();
    await user.type(screen.getByLabelText("Mensaje del cliente"), "tarde{Enter}");
    expect(await screen.findByText(/ya pasó el tiempo/)).toBeVisible();
    expect(screen.getByLabelText("Mensaje del cliente")).toHaveValue("tarde");
  });

  it("tells the provider that the chat was opened once something of the business is shown", async () => {
    await open();
    expect(stack.opened).toBe(0);
    cleanup();
    stack.thread = [bubble({ text: "Su saldo es $ 486,20" })];
    await open();
    expect(await screen.findByText("Su saldo es $ 486,20")).toBeVisible();
    await waitFor(() => expect(stack.opened).toBe(1));
  });

  it("answers, reacts to, edits and deletes messages from the keyboard", async () => {
    stack.thread = [bubble({ id: "theirs" }), bubble({ id: "own", author: "person", text: "Pago 150" })];
    await open();
    const [theirs, own] = within(await screen.findByRole("log")).getAllByRole("listitem");
    if (!theirs || !own) throw new Error("two messages are shown");
    const menuOf = (item: HTMLElement) => within(item).getByRole("button", { name: /Acciones/ });

    menuOf(theirs).focus();
    await user.keyboard("{Enter}");
    expect(within(theirs).queryByRole("button", { name: "Eliminar" })).toBeNull();
    await user.click(within(theirs).getByRole("button", { name: "Responder" }));
    await user.type(screen.getByLabelText("Mensaje del cliente"), "Sí{Enter}");
    await user.click(menuOf(theirs));
    await user.click(within(theirs).getByRole("button", { name: "Reaccionar con 👍" }));
    await user.click(menuOf(own));
    await user.click(within(own).getByRole("button", { name: "Editar" }));
    const field = screen.getByLabelText("Mensaje del cliente");
    expect(field).toHaveValue("Pago 150");
    await user.clear(field);
    await user.type(field, "Pago 160{Enter}");
    await user.click(menuOf(own));
    await user.click(within(own).getByRole("button", { name: "Eliminar" }));

    await waitFor(() => expect(stack.actions).toHaveLength(4));
    expect(stack.actions).toMatchObject([
      { kind: "text", text: "Sí", reply_to: "theirs" },
      { kind: "reaction", message_id: "theirs", emoji: "👍" },
      { kind: "edit", message_id: "own", text: "Pago 160" },
      { kind: "revoke", message_id: "own" },
    ]);
  });

  it("attaches a file with a caption, and something WhatsApp does not pass on", async () => {
    await open();
    await user.click(screen.getByRole("button", { name: "Adjuntar" }));
    const pdf = new File(["%PDF"], "recibo.pdf", { type: "application/pdf" });
    await user.upload(screen.getByTestId("attach-file"), pdf);
    await user.type(screen.getByLabelText("Comentario del archivo"), "mi recibo{Enter}");
    await waitFor(() => expect(stack.uploads).toHaveLength(1));
    expect(stack.uploads[0]).toMatchObject({ caption: "mi recibo", voice: "false" });
    await user.click(screen.getByRole("button", { name: "Adjuntar" }));
    await user.click(screen.getByRole("button", { name: "Algo no admitido" }));
    await waitFor(() => expect(stack.actions).toMatchObject([{ kind: "unsupported" }]));
  });

  it("says that it cannot record where the browser has neither microphone nor encoder", async () => {
    await open();
    await user.click(screen.getByRole("button", { name: "Nota de voz" }));
    expect(await screen.findByText(/no puede grabar/)).toBeVisible();
    expect(stack.uploads).toEqual([]);
  });

  it("shows nothing of a deleted message but that it was deleted", async () => {
    stack.thread = [bubble({ text: "", revoked_at: "2026-11-24T10:01:00.000Z" })];
    await open();
    expect(await screen.findByText("Mensaje eliminado")).toBeVisible();
    expect(screen.queryByRole("button", { name: /Acciones/ })).toBeNull();
  });
});

describe("people and connections", () => {
  it("plays another person towards another number and keeps both in the address", async () => {
    await open();
    await user.selectOptions(screen.getByLabelText("Conexión"), "wa-cobranzas");
    await user.click(screen.getByRole("button", { name: /Usuario sin número/ }));
    await user.type(screen.getByLabelText("Mensaje del cliente"), "hola{Enter}");
    await waitFor(() => expect(stack.actions).toHaveLength(1));
    expect(stack.actions[0]).toMatchObject({ connection: "wa-cobranzas", person: "sin-numero" });
    expect(location.search).toBe("?conexion=wa-cobranzas&persona=sin-numero");
  });

  it("says how many messages somebody has not read", async () => {
    await open();
    expect(screen.getByText("2 sin leer")).toBeInTheDocument();
  });

  it("adds a person, not without a number or user id, and plays them", async () => {
    await open();
    await user.click(screen.getByRole("button", { name: "Nueva" }));
    const dialog = screen.getByRole("dialog", { name: "Nueva persona" });
    await user.type(within(dialog).getByLabelText("Nombre"), "Ana Páez");
    await user.click(within(dialog).getByRole("button", { name: "Agregar persona" }));
    expect(within(dialog).getByText(/Escriba un número/)).toBeVisible();
    await user.type(within(dialog).getByLabelText("Número de teléfono"), "+593 98 765 4321");
    await user.click(within(dialog).getByRole("button", { name: "Agregar persona" }));
    const row = await screen.findByRole("button", { name: /Ana Páez/ });
    await waitFor(() => expect(row).toHaveAttribute("aria-current", "true"));
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

describe("the provider", () => {
  it("changes one knob and leaves the others as the provider has them", async () => {
    stack.behaviour = { ...calm, fail_next: 2 };
    await open();
    await user.click(await screen.findByRole("switch", { name: "Desordenar eventos" }));
    await waitFor(() => expect(stack.behaviour).toEqual({ ...calm, fail_next: 2, disorder: true }));
  });

  it("takes numbers on Enter, within their bounds, and a percentage as a share", async () => {
    await open();
    const duplicates = await screen.findByLabelText("Duplicados (%)");
    await user.clear(duplicates);
    await user.type(duplicates, "250{Enter}");
    await waitFor(() => expect(stack.behaviour.duplicate_rate).toBe(1));
    const latency = screen.getByLabelText("Demora (ms)");
    await user.clear(latency);
    await user.type(latency, "120");
    await user.tab();
    await waitFor(() => expect(stack.behaviour.latency_ms).toBe(120));
    await user.selectOptions(screen.getByLabelText("Con el error"), "400, no entregable");
    await waitFor(() => expect(stack.behaviour).toMatchObject({ fail_status: 400, fail_code: 131026 }));
  });

  it("shows an error that is none of the choices", async () => {
    stack.behaviour = { ...calm, fail_status: 418, fail_code: 7 };
    await open();
    expect(await screen.findByRole("option", { name: "418, código 7" })).toBeInTheDocument();
  });

  it("goes back to the seed only after a second yes", async () => {
    await open();
    await user.click(screen.getByRole("button", { name: "Volver al inicio" }));
    await user.click(screen.getByRole("button", { name: "Cancelar" }));
    expect(stack.resets).toBe(0);
    await user.click(screen.getByRole("button", { name: "Volver al inicio" }));
    await user.click(screen.getByRole("button", { name: /Borrar todo/ }));
    await waitFor(() => expect(stack.resets).toBe(1));
    expect(await screen.findByText("Todo está como al inicio.")).toBeVisible();
  });

  it("empties the log", async () => {
    stack.log = [
      {
        direction: "delivered",
        n: 1,
        at: "2026-11-24T10:00:00.000Z",
        body: {},
        attempt: 1,
        copy: false,
        status: 200,
      },
    ];
    await open();
    await user.click(await screen.findByRole("button", { name: "Vaciar" }));
    expect(await screen.findByText("Todavía no hay peticiones.")).toBeVisible();
    expect(stack.clears).toBe(1);
  });
});

describe("on a phone", () => {
  it("shows one part at a time and opens the chat of whom one chooses", async () => {
    completeBrowser(true);
    render(
      <QueryClientProvider client={new QueryClient()}>
        <PhonePage />
      </QueryClientProvider>,
    );
    await user.click(await screen.findByRole("button", { name: /Rosa Elvira/ }));
    expect(screen.getByLabelText("Mensaje del cliente")).toBeVisible();
    expect(screen.queryByRole("heading", { name: "Personas" })).toBeNull();
    await user.click(screen.getByRole("button", { name: "Volver a las personas" }));
    expect(screen.getByRole("heading", { name: "Personas" })).toBeVisible();
  });
});

it("has no violation that axe can find without a layout", async () => {
  stack.thread = [
    bubble({ reactions: [{ author: "business", emoji: "❤️" }] }),
    bubble({ id: "b", author: "person" }),
  ];
  await open();
  await screen.findByRole("switch", { name: "Estados automáticos" });
  const found = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
  expect(found.violations.map((violation) => violation.id)).toEqual([]);
});
