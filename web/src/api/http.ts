/** Calls to the API: bearer token, one renewal on 401, problem+json turned into ApiError. */
import { HeldError } from "./errors";
import type { HeldChange } from "./types";
import { fetchOrOffline, problemOf, session } from "./session";

export interface CallOptions {
  body?: unknown;
  query?: Record<string, string | number | null | undefined>;
  idempotencyKey?: string;
  /** The version an edit was made from. */
  version?: number;
  signal?: AbortSignal;
}

export function get<T>(path: string, options: CallOptions = {}): Promise<T> {
  return call<T>("GET", path, options);
}

export function post<T>(path: string, body?: unknown, options: CallOptions = {}): Promise<T> {
  return call<T>("POST", path, { ...options, body });
}

export function patch<T>(path: string, body: unknown, options: CallOptions = {}): Promise<T> {
  return call<T>("PATCH", path, { ...options, body });
}

export function put<T>(path: string, body: unknown, options: CallOptions = {}): Promise<T> {
  return call<T>("PUT", path, { ...options, body });
}

export function remove<T = void>(path: string, options: CallOptions = {}): Promise<T> {
  return call<T>("DELETE", path, options);
}

let applyAt: string | null = null;

/** What is changed meanwhile is asked to be made at an instant, where it is a change of settings. */
export async function scheduled<T>(instant: string, change: () => Promise<T>): Promise<T> {
  applyAt = instant;
  try {
    return await change();
  } finally {
    applyAt = null;
  }
}

/** Brings a file and has the browser save it. */
export async function download(path: string, name: string): Promise<void> {
  const answer = await answered("GET", path, {});
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

async function call<T>(method: string, path: string, options: CallOptions): Promise<T> {
  const answer = await answered(method, path, options);
  if (answer.status === 202) throw new HeldError((await answer.json()) as HeldChange);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

async function answered(method: string, path: string, options: CallOptions): Promise<Response> {
  const token = session.accessToken();
  let answer = await send(method, path, options, token);
  if (answer.status === 401) {
    const renewed = await session.renew(token);
    if (renewed) answer = await send(method, path, options, renewed);
  }
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

function send(method: string, path: string, options: CallOptions, token: string | null): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  if (options.idempotencyKey) headers["Idempotency-Key"] = options.idempotencyKey;
  if (options.version !== undefined) headers["If-Match"] = `"${options.version}"`;
  if (applyAt !== null && method !== "GET") headers["Apply-At"] = applyAt;
  return fetchOrOffline(address(path, options.query), {
    method,
    headers,
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
    signal: options.signal,
  });
}

function address(path: string, query: CallOptions["query"]): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== null && value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `/api/v1${path}?${text}` : `/api/v1${path}`;
}
