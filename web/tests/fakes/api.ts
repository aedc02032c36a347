/** The API as the contract describes it, in memory, answering through msw. A test changes its state and looks at it. */
import { HttpResponse, http, type WebSocketHandlerConnection, ws } from "msw";
import { setupServer } from "msw/node";
import type {
  Check,
  Connection,
  Conversation,
  Counters,
  DeadLetter,
  Label,
  Me,
  Message,
  ProviderNotice,
} from "@/api/types";
import type { DeskEvent } from "@/realtime/events";
import { FakeAlerts } from "./alerts";
import { changes, problem, sent } from "./answers";
import { counters, directory } from "./directory";
import { aMe } from "./entities";
import { FakeHouseTalk } from "./house-talk";
import { FakePresence } from "./presence";
import { FakeOwn } from "./own";
import { FakeStorage } from "./storage";
import { threadPage } from "./thread";
import { FakeViews } from "./views";

const root = "*/api/v1";

export class FakeApi {
  me: Me = aMe();
  signedIn = true;
  token = "token-1";
  refreshes = 0;
  password = "Hilo-demo-2026";
  oneTimePassword: string | null = null;
  lockedSeconds = 0;
  conversations = new Map<string, Conversation>();
  messages = new Map<string, Message[]>();
  connections: Connection[] = [];
  labels: Label[] = [];
  notices: ProviderNotice[] = [];
  deadLetters: DeadLetter[] = [];
  /** How many of the next calls for messages fail for good. */
  lostPages = 0;
  checks: Check[] = [];
  /** Next answers to sending, oldest first: a status with a problem, or "offline". */
  sendFailures: ({ status: number; problem: Record<string, unknown> } | "offline")[] = [];
  readonly storage = new FakeStorage();
  readonly house = new FakeHouseTalk();
  readonly presence = new FakePresence();
  readonly own = new FakeOwn();
  readonly alerts = new FakeAlerts();
  readonly views = new FakeViews();
  readonly sends: { key: string | null; body: Record<string, unknown> }[] = [];
  readonly calls: string[] = [];
  /** What was asked of threads. */
  readonly queries: string[] = [];
  readonly refusals = new Map<string, { status: number; code: string }>();
  figures: Counters | null = null;
  readonly lists: string[] = [];
  readonly frames: Record<string, unknown>[] = [];
  private client: WebSocketHandlerConnection["client"] | null = null;
  readonly server = setupServer(...this.handlers());

  hold(conversation: Conversation, messages: Message[] = []): void {
    this.conversations.set(conversation.id, conversation);
    this.messages.set(conversation.id, messages);
  }

  tell(event: DeskEvent): void {
    this.client?.send(JSON.stringify(event));
  }

  drop(): void {
    this.client?.close();
  }

  private handlers() {
    return [
      http.get(`${root}/auth/providers`, () => HttpResponse.json({ items: [], passwords_serve: true })),
      http.post(`${root}/auth/sign-in`, ({ request }) => this.signIn(request)),
      http.post(`${root}/auth/refresh`, ({ request }) => this.refresh(request)),
      http.post(`${root}/auth/sign-out`, () => {
        this.signedIn = false;
        return new HttpResponse(null, { status: 204 });
      }),
      this.storage.handler(),
      http.all(`${root}/*`, ({ request }) => this.guarded(request)),
      this.socket(),
    ];
  }

  private socket() {
    return ws.link("ws://localhost*/ws").addEventListener("connection", ({ client }) => {
      this.client = client;
      let ready = false;
      client.addEventListener("message", (message) => {
        const frame = JSON.parse(String(message.data)) as Record<string, unknown>;
        this.frames.push(frame);
        const ping = frame.action === "ping" ? { type: ready ? "pong" : "ready" } : null;
        ready = true;
        client.send(JSON.stringify(ping ?? { type: "ok", action: frame.action }));
      });
    });
  }

  private async signIn(request: Request) {
    const { password } = (await request.json()) as { password: string };
    if (this.lockedSeconds > 0) {
      return HttpResponse.json(
        { code: "too_many_attempts" },
        { status: 429, headers: { "Retry-After": String(this.lockedSeconds) } },
      );
    }
    if (password === this.oneTimePassword) return problem(401, "password_change_required");
    if (password !== this.password) return problem(401, "invalid_credentials");
    return this.grant();
  }

  grant() {
    this.signedIn = true;
    return HttpResponse.json({ access_token: this.token, token_type: "Bearer", expires_in: 900 });
  }

  private refresh(request: Request) {
    this.refreshes += 1;
    if (!request.headers.get("X-Hilo-Client")) return problem(403, "client_header_required");
    if (!this.signedIn) return problem(401, "session_ended");
    return HttpResponse.json({ access_token: this.token, token_type: "Bearer", expires_in: 900 });
  }

  private async guarded(request: Request) {
    const path = new URL(request.url).pathname.replace("/api/v1", "");
    this.calls.push(`${request.method} ${path}`);
    if (!this.signedIn || request.headers.get("Authorization") !== `Bearer ${this.token}`) {
      return problem(401, "token_expired");
    }
    const [, area, id, action, messageId, messageAction] = path.split("/");
    if (area === "connections") return this.connectionCall(request, id);
    if (path === "/me/views") return this.views.answer(request);
    if (area === "uploads") return this.storage.announced();
    if (area === "provider-notices") return HttpResponse.json({ items: this.notices, next_cursor: null });
    if (area === "health") return this.healthCall();
    if (area === "dead-letters") return this.deadLetterCall(request, id, action);
    if (path.startsWith("/me/alert")) return this.alerts.answer(request, path);
    if (path === "/me/mentions/read") return this.house.readMentions(request);
    if (path.endsWith("/presence")) return this.presence.answer(request, path);
    if (area === "me" && id) return this.own.call(request, id, action);
    if (area !== "conversations") return directory(path, this.me, this.labels) ?? problem(404, "not_found");
    if (!id) return this.list(request);
    if (id === "counters") return HttpResponse.json(this.figures ?? counters(this.conversations));
    return this.conversationCall(request, id, action, messageId, messageAction);
  }

  private healthCall() {
    if (this.me.role !== "administrator") return problem(403, "forbidden");
    const status = this.checks.some((one) => one.state === "trouble") ? "trouble" : "ok";
    return HttpResponse.json({ status, at: "2026-11-20T15:00:00.000Z", checks: this.checks });
  }

  private list(request: Request) {
    const search = new URL(request.url).searchParams;
    const state = search.get("state");
    this.lists.push(search.toString());
    const items = [...this.conversations.values()].filter((one) =>
      state === "open" ? one.state !== "resolved" : !state || one.state === state,
    );
    return HttpResponse.json({ items, next_cursor: null });
  }

  private async conversationCall(
    request: Request,
    id: string,
    action = "",
    messageId = "",
    messageAction = "",
  ) {
    const conversation = this.conversations.get(id);
    if (!conversation) return problem(404, "not_found");
    const refusal = this.refusals.get(`${id}/${action}`);
    if (refusal) return problem(refusal.status, refusal.code);
    if (action === "thread" && !messageId) {
      const query = new URL(request.url).searchParams;
      this.queries.push(String(query));
      return this.lostPages-- > 0
        ? problem(403, "forbidden")
        : HttpResponse.json(threadPage(this, conversation, query));
    }
    if (!action) return HttpResponse.json(conversation);
    const talk = await this.house.answer(request, id, action, messageId, this.me);
    if (talk) return talk;
    if (action === "messages" && messageId) return this.messageCall(id, messageId, messageAction);
    if (action === "messages" && request.method === "POST") return this.send(request, conversation);
    if (action === "claim" && conversation.assignee && conversation.assignee.id !== this.me.id) {
      return problem(409, "already_assigned", { holder: conversation.assignee });
    }
    const change = request.method === "DELETE" ? { snoozed_until: null } : changes[action];
    return HttpResponse.json(this.change(conversation, change ?? {}));
  }

  private async send(request: Request, conversation: Conversation) {
    const failure = this.sendFailures.shift();
    const body = (await request.json()) as { text?: string; caption?: string; reply_to?: string };
    this.sends.push({ key: request.headers.get("Idempotency-Key"), body });
    if (failure === "offline") return HttpResponse.error();
    if (failure) return HttpResponse.json(failure.problem, { status: failure.status });
    const thread = this.messages.get(conversation.id) ?? [];
    const message = sent(conversation.id, thread.length, body.text ?? body.caption ?? null);
    thread.push(message);
    this.messages.set(conversation.id, thread);
    return HttpResponse.json(message, { status: 201 });
  }

  private messageCall(id: string, messageId: string, action: string) {
    const message = this.messages.get(id)?.find((one) => one.id === messageId);
    if (!message) return problem(404, "not_found");
    if (action === "media") return HttpResponse.json({ url: message.media?.url });
    if (action !== "resend") return HttpResponse.json(message);
    const again = { ...message, id: `${messageId}-again`, status: "queued" as const, error: null };
    this.messages.get(id)?.push(again);
    return HttpResponse.json(again, { status: 201 });
  }

  private async deadLetterCall(request: Request, id?: string, action?: string) {
    if (this.me.role !== "administrator") return problem(403, "forbidden");
    if (!id || !action) return HttpResponse.json({ items: this.deadLetters, next_cursor: null });
    if (action === "discard") this.calls.push(((await request.json()) as { comment: string }).comment);
    const state = action === "replay" ? "replayed" : "discarded";
    this.deadLetters = this.deadLetters.map((one) => (one.id === id ? { ...one, state } : one));
    return HttpResponse.json(this.deadLetters.find((one) => one.id === id));
  }

  private async connectionCall(request: Request, id?: string) {
    if (this.me.role !== "administrator") return problem(403, "forbidden");
    if (!id) return HttpResponse.json({ items: this.connections, next_cursor: null });
    const found = this.connections.find((one) => one.id === id);
    if (!found) return problem(404, "not_found");
    if (request.headers.get("If-Match") !== `"${found.version}"`) return problem(412, "version_conflict");
    const change = (await request.json()) as Partial<Connection>;
    const changed = { ...found, ...change, version: found.version + 1 };
    this.connections = this.connections.map((one) => (one.id === id ? changed : one));
    return HttpResponse.json(changed);
  }

  private change(conversation: Conversation, change: Partial<Conversation>): Conversation {
    const next = { ...conversation, ...change, version: conversation.version + 1 };
    this.conversations.set(next.id, next);
    return next;
  }
}
