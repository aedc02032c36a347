/** One line per request of the log, whatever its body is. */
import { describe, expect, it } from "vitest";
import type { LogEntry } from "@/phone/api/types";
import { shortId, summaryOf } from "@/phone/provider/summary";

const id = "wamid.HBgMNTkzOTk1NTUwMTQ4FQIAERgSQTFCMkMzRDRFNUY2QTdCOEM5AA==";

function received(facts: Partial<Extract<LogEntry, { direction: "received" }>>): LogEntry {
  return {
    direction: "received",
    n: 1,
    at: "2026-11-24T10:00:00.000Z",
    method: "POST",
    path: "/v26.0/100000000000001/messages",
    body: { type: "text", text: { body: "hola 😀" } },
    answered: { status: 200, body: {} },
    ...facts,
  };
}

function delivered(
  value: unknown,
  facts: Partial<Extract<LogEntry, { direction: "delivered" }>> = {},
): LogEntry {
  return {
    direction: "delivered",
    n: 2,
    at: "2026-11-24T10:00:00.000Z",
    body: { entry: [{ changes: [{ value }] }] },
    attempt: 1,
    copy: false,
    status: 200,
    ...facts,
  };
}

const refused = { error: { code: 131016, message: "(#131016) Service unavailable" } };
const odd = { error: { code: 777, message: "(#777) Something new" } };
const voice = { type: "audio", id, audio: { voice: true } };

describe("summaryOf", () => {
  it.each([
    ["a text counts code points", received({}), "POST /messages", "texto, 6 caracteres", "200", "ok"],
    ["one waits", received({ answered: null }), "POST /messages", "texto, 6 caracteres", "espera", "open"],
    [
      "an error says its code in words",
      received({ answered: { status: 503, body: refused } }),
      "POST /messages",
      "131016, servicio no disponible",
      "503",
      "bad",
    ],
    [
      "an error without a word keeps the provider's",
      received({ answered: { status: 400, body: odd } }),
      "POST /messages",
      "777, Something new",
      "400",
      "bad",
    ],
    [
      "a file",
      received({ method: "GET", path: "/v26.0/42", body: null }),
      "GET archivo",
      "/v26.0/42",
      "200",
      "ok",
    ],
    ["no body at all", received({ body: null }), "POST /messages", "texto, 0 caracteres", "200", "ok"],
    [
      "a status",
      delivered({ statuses: [{ status: "read", id }] }),
      "POST webhook, estado",
      `read, ${shortId(id)}`,
      "200",
      "ok",
    ],
    [
      "a voice note tried again as a copy",
      delivered({ messages: [voice] }, { attempt: 2, copy: true, status: 0 }),
      "POST webhook, mensaje",
      `nota de voz, ${shortId(id)}, copia, intento 2`,
      "sin respuesta",
      "bad",
    ],
    [
      "an unknown kind",
      delivered({ messages: [{ type: "hologram", id: "x" }] }),
      "POST webhook, mensaje",
      "otro, x",
      "200",
      "ok",
    ],
    ["neither", delivered(null), "POST webhook", "", "200", "ok"],
  ])("%s", (_, entry, title, detail, answer, tone) => {
    expect(summaryOf(entry)).toEqual({ title, detail, answer, tone });
  });
});

it("shortens an id to whose and which", () => {
  expect(shortId(id)).toBe("wamid.HBgM…I4Qzk5AA".replace("I4Qzk5AA", id.replace(/=+$/, "").slice(-8)));
  expect(shortId("wamid.1")).toBe("wamid.1");
});
