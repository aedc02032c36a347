import { fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ContactCard, Media, Message } from "@/api/types";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";
import { aConversation, aMessage } from "../fakes/entities";

function aCard(change: Partial<ContactCard> = {}): ContactCard {
  const nothing = { phones: [], emails: [], addresses: [], websites: [] };
  return { ...nothing, name: null, organization: null, birthday: null, ...change };
}

function aFile(change: Partial<Media> = {}): Media {
  const file = {
    ...{ id: "m1", state: "ready" as const, content_type: "video/mp4", filename: null },
    failure: null,
  };
  return { ...file, bytes: 2_400_000, sha256: "ab", url: "https://media.test/m1", ...change };
}

function aReferral(change: Partial<NonNullable<Message["referral"]>> = {}): Message["referral"] {
  return {
    source_type: "ad",
    source_id: "1",
    source_url: "https://fb.me/1",
    headline: "Refinancie su deuda",
    body: "Hasta 12 cuotas",
    media_type: "image",
    media_url: "https://scontent.test/ad.jpg",
    thumbnail_url: null,
    click_id: null,
    welcome_text: null,
    ...change,
  };
}

describe("what a message carries", () => {
  let api: FakeApi;

  beforeEach(() => {
    localStorage.clear();
    ({ api } = aDesk());
  });
  afterEach(() => closeDesk(api));

  /** The thread with this one message of the customer. */
  async function shown(change: Partial<Message>) {
    api.hold(aConversation(), [aMessage({ text: null, ...change })]);
    const { user } = openDesk(api, "/conversations/c1");
    return { user, log: within(await screen.findByRole("log")) };
  }

  it("plays a video in place, with its caption below", async () => {
    const { log } = await shown({ kind: "video", media: aFile(), text: "Así quedó" });
    const video = await log.findByLabelText("Así quedó");
    expect(video).toHaveAttribute("src", "https://media.test/m1");
    expect(video).toHaveAttribute("controls");
    expect(log.getByText("Así quedó")).toBeVisible();
  });

  it("offers a video as a file when a fresh address serves no better", async () => {
    const { log } = await shown({ kind: "video", media: aFile(), text: "Así quedó" });
    fireEvent.error(await log.findByLabelText("Así quedó"));
    expect(await log.findByText("Este navegador no puede reproducirlo.")).toBeVisible();
    expect(log.getByRole("link", { name: /Descargar/ })).toBeVisible();
  });

  it("shows a sticker as a picture that opens nothing", async () => {
    const { log } = await shown({ kind: "sticker", media: aFile({ content_type: "image/webp" }) });
    expect(await log.findByRole("img", { name: "Sticker" })).toBeVisible();
    expect(log.queryByRole("button", { name: /en grande/ })).not.toBeInTheDocument();
  });

  it.each([
    ["gone", "WhatsApp ya no tiene este archivo", true],
    ["corrupt", "El archivo llegó dañado", true],
    ["unavailable", "No pudimos descargar el archivo", true],
    ["too_large", "pesa demasiado", false],
    ["program", "Bloqueamos este archivo", false],
  ] as const)("says why a file was not kept: %s", async (failure, words, again) => {
    const media = aFile({ state: "failed", url: null, failure });
    const { log } = await shown({ kind: "document", media });
    expect(await log.findByText(new RegExp(words))).toBeVisible();
    expect(log.queryAllByRole("button", { name: "Volver a descargar" })).toHaveLength(again ? 1 : 0);
  });

  it.each([
    ["image", "text/html"],
    ["image", "image/svg+xml"],
    ["sticker", "application/octet-stream"],
    ["video", "application/zip"],
    ["voice", "application/pdf"],
  ] as const)("offers what was sent as %s and is %s as a file", async (kind, content_type) => {
    const { log } = await shown({ kind, media: aFile({ content_type, filename: "foto.png" }) });
    expect(await log.findByRole("link", { name: /foto.png/ })).toBeVisible();
    expect(log.getByText(/No es del tipo que parecía/)).toBeVisible();
    expect(log.queryByRole("img")).not.toBeInTheDocument();
  });

  it("links a place to a map by name and address", async () => {
    const location = {
      ...{ latitude: -34.6, longitude: -58.4, url: null },
      ...{ name: "Obelisco", address: "Av. 9 de Julio" },
    };
    const { log } = await shown({ kind: "location", location });
    const link = await log.findByRole("link", { name: /Obelisco.*Av. 9 de Julio.*ver en el mapa/ });
    expect(link).toHaveAttribute("href", expect.stringContaining("mlat=-34.6&mlon=-58.4"));
    expect(link).toHaveAttribute("rel", "noopener noreferrer");
  });

  it("shows a place without a name by its coordinates", async () => {
    const location = { latitude: 1.5, longitude: -2, name: null, address: null, url: null };
    const { log } = await shown({ kind: "location", location });
    expect(await log.findByText("1.5, -2")).toBeVisible();
  });

  it("shows each card with its numbers, and copies one", async () => {
    const phones = [
      { number: "+54 9 11 5555-0199", whatsapp: "593995550148", label: "CELL" },
      { number: "(011) 4555-0199", whatsapp: null, label: "WORK" },
    ];
    const contacts = [
      aCard({ name: "Óscar Peña", organization: "Ferretería Peña", phones, emails: ["oscar@a.test"] }),
      aCard({ name: "Mesa de entradas" }),
    ];
    const { user, log } = await shown({ kind: "contacts", contacts });
    const cards = within(await log.findByRole("list", { name: "2 contactos compartidos" }));
    expect(cards.getByText("Óscar Peña")).toBeVisible();
    expect(cards.getByText("Mesa de entradas")).toBeVisible();
    expect(cards.getByText("oscar@a.test")).toBeVisible();
    expect(cards.getByText("en WhatsApp")).toBeVisible();
    await user.click(cards.getByRole("button", { name: "Copiar el número (011) 4555-0199 de Óscar Peña" }));
    expect(await navigator.clipboard.readText()).toBe("(011) 4555-0199");
    expect(await screen.findByText("Número (011) 4555-0199 copiado.")).toBeVisible();
  });

  it.each([
    [{ kind: "button", id: "si", title: "Sí, confirmo" }, ["Eligió", "Sí, confirmo"]],
    [
      { kind: "list", id: "t3", title: "Martes 10:00", description: "Sucursal Centro" },
      ["Eligió de la lista", "Martes 10:00", "Sucursal Centro"],
    ],
    [
      { kind: "form", title: "Sent", answers: [{ name: "nombre_completo", value: "Ana Núñez" }] },
      ["Respondió el formulario", "nombre completo", "Ana Núñez"],
    ],
    [{ kind: "form", title: "Sent" }, ["Respondió el formulario", "Sin respuestas legibles."]],
    [
      { kind: "call_permission", id: "accept", title: "accept" },
      ["Permiso para llamar", "Acepta llamadas por WhatsApp"],
    ],
    [
      { kind: "call_permission", id: "reject", title: "reject" },
      ["Permiso para llamar", "No acepta llamadas por WhatsApp"],
    ],
  ] as const)("shows what was chosen: %j", async (given, words) => {
    const choice = { id: null, description: null, answers: [], ...given } as Message["choice"];
    const { log } = await shown({ kind: "choice", choice });
    for (const word of words) expect(await log.findByText(word)).toBeVisible();
    expect(log.queryByText("Sent")).not.toBeInTheDocument();
  });

  it("sums an order where every line has a price in one currency", async () => {
    const lines = [
      { product_id: "EMPANADA-12", quantity: 2, price: 9800.5, currency: "ARS" },
      { product_id: "GASEOSA", quantity: 1, price: 2100, currency: "ARS" },
    ];
    const { log } = await shown({ kind: "order", order: { catalog_id: "c", lines }, text: "Sin cebolla" });
    expect(await log.findByText("Pedido de 2 productos")).toBeVisible();
    const items = log.getAllByRole("listitem").map((item) => item.textContent);
    expect(items).toEqual(["2 ×EMPANADA-129.800,50 ARS", "1 ×GASEOSA2.100,00 ARS", "Total21.701,00 ARS"]);
    expect(log.getByText("Sin cebolla")).toBeVisible();
  });

  it("sums nothing where a price is missing", async () => {
    const lines = [
      { product_id: "A", quantity: 1, price: 10, currency: "USD" },
      { product_id: "", quantity: 1, price: null, currency: null },
    ];
    const { log } = await shown({ kind: "order", order: { catalog_id: null, lines } });
    expect(await log.findByText("Producto sin código")).toBeVisible();
    expect(log.queryByText("Total")).not.toBeInTheDocument();
  });

  it.each([
    [
      { kind: "number_changed", value: "593995550149" },
      /El cliente cambió de número. El nuevo es \+593.99.555.0149\./,
    ],
    [{ kind: "number_changed", value: null }, /^El cliente cambió de número.$/],
    [{ kind: "identity_changed", value: null }, /Cambió el código de seguridad del cliente/],
    [{ kind: "user_id_changed", value: "EC.2" }, /WhatsApp cambió el identificador del cliente/],
    [{ kind: "other", value: null }, /^The provider's words$/],
  ] as const)("tells a notice without a bubble: %j", async (notice, words) => {
    const { log } = await shown({ kind: "system", notice, text: "The provider's words" });
    expect(await log.findByText(words)).toBeVisible();
    expect(log.queryByRole("button", { name: "Responder a este mensaje" })).not.toBeInTheDocument();
  });

  it("names the advertisement, links it and loads nothing of it", async () => {
    const { log } = await shown({ text: "Quiero saber más", referral: aReferral() });
    expect(await log.findByText("Llegó por un anuncio")).toBeVisible();
    expect(log.getByText("Refinancie su deuda")).toBeVisible();
    expect(log.getByRole("link", { name: "Ver el anuncio" })).toHaveAttribute("href", "https://fb.me/1");
    expect(log.queryByRole("img")).not.toBeInTheDocument();
    expect(log.getByText("Quiero saber más")).toBeVisible();
  });

  it("links no address that a browser would run", async () => {
    const { log } = await shown({ text: "Hola", referral: aReferral({ source_url: "javascript:alert(1)" }) });
    expect(await log.findByText("Refinancie su deuda")).toBeVisible();
    expect(log.queryByRole("link")).not.toBeInTheDocument();
  });

  it("marks what was said in a group", async () => {
    const { log } = await shown({ text: "¿Qué opinan?", group_id: "g1" });
    expect(await log.findByText("Desde un grupo")).toBeVisible();
    expect(log.getByText(/Su respuesta llega solo a esta persona/)).toBeInTheDocument();
  });

  it("names what was written in WhatsApp's own app", async () => {
    const { log } = await shown({
      direction: "out",
      author: { kind: "system", id: null, name: null },
      text: "Le respondo desde el teléfono",
    });
    expect(await log.findByText("Escrito en WhatsApp")).toBeVisible();
  });
});
