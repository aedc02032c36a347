/**
 * The signed-in session of this tab. Owns the access token, which lives in memory only, and its renewal:
 * one refresh across tabs (Web Locks), the new token shared over a BroadcastChannel, never stored.
 * Locked, it is over for the server while what the person typed stays where it is.
 */
import { ApiError, OfflineError, type Problem } from "./errors";

export type SessionState = "unknown" | "signed_in" | "locked" | "signed_out" | "ended";

export interface TokenAnswer {
  access_token: string;
  expires_in: number;
}

type Shared = { type: "token"; token: string } | { type: "signed_out" | "locked" };

const clientHeader = { "X-Hilo-Client": "web" };

export class Session {
  private token: string | null = null;
  private acceptedAtMs = 0;
  private current: SessionState = "unknown";
  private renewal: Promise<string | null> | null = null;
  private readonly listeners = new Set<() => void>();
  private readonly tabs: BroadcastChannel | null;

  constructor() {
    this.tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("hilo.session");
    this.tabs?.addEventListener("message", (event: MessageEvent<Shared>) => this.onShared(event.data));
  }

  readonly state = (): SessionState => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  accessToken(): string | null {
    return this.token;
  }

  /** How old the present token is. */
  tokenAgeMs(nowMs: number): number {
    return nowMs - this.acceptedAtMs;
  }

  async signIn(email: string, password: string): Promise<void> {
    this.accept(await this.step<TokenAnswer>("sign-in", { email, password }));
  }

  /** Replaces a password that is for once or too old by another one and signs in with it. */
  async choosePassword(email: string, password: string, newPassword: string): Promise<void> {
    const sent = { email, password, new_password: newPassword };
    this.accept(await this.step<TokenAnswer>("first-password", sent));
  }

  /** A step on the way in (below /auth); what it answers opens nothing until it is accepted. */
  async step<T>(path: string, body: unknown): Promise<T> {
    const answer = await post(`/api/v1/auth/${path}`, body);
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }

  /** Nobody is there: the server ends the session, the page stays behind the lock. */
  async lock(): Promise<void> {
    if (this.current !== "signed_in") return;
    const token = this.token;
    this.tabs?.postMessage({ type: "locked" } satisfies Shared);
    this.leave("locked");
    await post("/api/v1/auth/sign-out", undefined, token).catch(() => undefined);
  }

  /** From behind the lock to the way in, for somebody else. */
  giveUp(): void {
    this.tabs?.postMessage({ type: "signed_out" } satisfies Shared);
    this.leave("signed_out");
  }

  /** Comes in for the first time, by the link of an invitation. */
  async acceptInvitation(token: string, password: string): Promise<void> {
    const answer = await post("/api/v1/auth/invitation/accept", { token, password });
    this.accept((await answer.json()) as TokenAnswer);
  }

  async signOut(): Promise<void> {
    try {
      await post("/api/v1/auth/sign-out", undefined, this.token);
    } finally {
      this.tabs?.postMessage({ type: "signed_out" } satisfies Shared);
      this.leave("signed_out");
    }
  }

  /** Renews the token once for all callers; `null` when the session is over. Throws OfflineError. */
  renew(stale: string | null = this.token): Promise<string | null> {
    this.renewal ??= withLock(() => this.refresh(stale)).finally(() => {
      this.renewal = null;
    });
    return this.renewal;
  }

  private async refresh(stale: string | null): Promise<string | null> {
    if (this.token && this.token !== stale) return this.token;
    if (this.current === "locked") return null;
    try {
      const answer = await post("/api/v1/auth/refresh");
      return this.accept((await answer.json()) as TokenAnswer);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status >= 500 || error.status === 429) throw error;
      this.leave(this.current === "signed_in" ? "ended" : "signed_out");
      return null;
    }
  }

  accept(answer: TokenAnswer): string {
    this.token = answer.access_token;
    this.acceptedAtMs = Date.now();
    this.tabs?.postMessage({ type: "token", token: this.token } satisfies Shared);
    this.change("signed_in");
    return this.token;
  }

  private onShared(shared: Shared): void {
    if (shared.type === "signed_out") this.leave("signed_out");
    else if (shared.type === "token") this.takeOver(shared.token);
    else if (this.current === "signed_in") this.leave("locked");
  }

  private takeOver(token: string): void {
    if (this.current === "ended") return;
    this.token = token;
    this.acceptedAtMs = Date.now();
    this.change("signed_in");
  }

  private leave(state: "signed_out" | "ended" | "locked"): void {
    this.token = null;
    this.change(state);
  }

  private change(state: SessionState): void {
    this.current = state;
    for (const listener of this.listeners) listener();
  }
}

async function withLock<T>(work: () => Promise<T>): Promise<T> {
  if (!navigator.locks) return work();
  return (await navigator.locks.request("hilo.refresh", work)) as T;
}

async function post(path: string, body?: unknown, token?: string | null): Promise<Response> {
  const headers: Record<string, string> = { ...clientHeader };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  const answer = await fetchOrOffline(path, {
    method: "POST",
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    credentials: "same-origin",
  });
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

export async function fetchOrOffline(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new OfflineError(error);
  }
}

export async function problemOf(answer: Response): Promise<ApiError> {
  const problem = (await answer.json().catch(() => ({}))) as Problem;
  const after = Number(answer.headers.get("Retry-After") ?? "");
  return new ApiError(answer.status, problem, Number.isFinite(after) && after > 0 ? after : null);
}

export const session = new Session();
