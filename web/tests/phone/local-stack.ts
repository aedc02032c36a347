/** The local stack as the page meets it: answers over HTTP and remembers what it was told. */
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import type { Behaviour, Bubble, LogEntry, Person } from "@/phone/api/types";

export const calm: Behaviour = {
  auto_status: true,
  latency_ms: 0,
  fail_next: 0,
  fail_status: 500,
  fail_code: null,
  timeout_next: 0,
  duplicate_rate: 0,
  disorder: false,
};

const connections = [
  { id: "wa-principal", name: "Cobranzas Quito", phone_number_id: "1" },
  { id: "wa-cobranzas", name: "Cobranzas", phone_number_id: "2" },
].map((one) => ({ ...one, business_name: "Andina Cobranzas", display_phone_number: "593225550101" }));

export function bubble(facts: Partial<Bubble>): Bubble {
  return {
    id: "wamid.1",
    author: "business",
    kind: "text",
    text: "hola",
    media: null,
    location: null,
    contacts: [],
    buttons: [],
    reply_to: null,
    reactions: [],
    status: "delivered",
    at: "2026-11-24T10:00:00.000Z",
    edited_at: null,
    revoked_at: null,
    ...facts,
  };
}

export class LocalStack {
  behaviour = { ...calm };
  thread: Bubble[] = [];
  log: LogEntry[] = [];
  people: Person[] = [
    {
      id: "rosa",
      name: "Rosa Elvira Quishpe",
      phone: "593995550148",
      user_id: null,
      username: null,
      unread: 0,
    },
    {
      id: "sin-numero",
      name: "Usuario sin número",
      phone: null,
      user_id: "EC.1349",
      username: null,
      unread: 2,
    },
  ];
  actions: unknown[] = [];
  uploads: Record<string, string>[] = [];
  opened = 0;
  resets = 0;
  clears = 0;
  refusal: { status: number; code: string } | null = null;

  readonly server = setupServer(
    http.get("/local/phone/connections", () => HttpResponse.json({ items: connections })),
    http.get("/local/phone/people", () => HttpResponse.json({ items: this.people })),
    http.post("/local/phone/people", async ({ request }) => {
      const added = { ...((await request.json()) as Person), id: "nueva", username: null, unread: 0 };
      this.people.push(added);
      return HttpResponse.json(added, { status: 201 });
    }),
    http.get("/local/phone/chats/:connection/:person", () => HttpResponse.json({ items: this.thread })),
    http.post("/local/phone/chats/:connection/:person/open", () => {
      this.opened += 1;
      return new HttpResponse(null, { status: 204 });
    }),
    http.post("/local/phone/chats/:connection/:person/actions", async ({ request, params }) => {
      if (this.refusal) {
        const { status, code } = this.refusal;
        return HttpResponse.json({ status, code }, { status });
      }
      this.actions.push({ ...params, ...((await request.json()) as object) });
      return HttpResponse.json({ id: "wamid.new" }, { status: 201 });
    }),
    http.post("/local/phone/chats/:connection/:person/files", async ({ request }) => {
      const form = await request.formData();
      const entries = [...form.entries()].map(([name, value]) => [
        name,
        typeof value === "string" ? value : value.name,
      ]);
      this.uploads.push(Object.fromEntries(entries));
      return HttpResponse.json({ id: "wamid.file" }, { status: 201 });
    }),
    http.get("/local/phone/log", () => HttpResponse.json({ items: this.log })),
    http.get("/local/phone/changes", () => new Promise<Response>(() => undefined)),
    http.delete("/local/whatsapp-cloud/requests", () => {
      this.clears += 1;
      this.log = [];
      return new HttpResponse(null, { status: 204 });
    }),
    http.get("/local/whatsapp-cloud/behaviour", () => HttpResponse.json(this.behaviour)),
    http.put("/local/whatsapp-cloud/behaviour", async ({ request }) => {
      this.behaviour = (await request.json()) as Behaviour;
      return HttpResponse.json(this.behaviour);
    }),
    http.post("/local/reset", () => {
      this.resets += 1;
      return new HttpResponse(null, { status: 204 });
    }),
  );
}
