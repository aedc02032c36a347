/** Calls to the local helpers; what they refuse becomes a LocalError with its code. */
import type {
  Action,
  Behaviour,
  Bubble,
  Chat,
  Connection,
  LogEntry,
  NewFile,
  NewPerson,
  Person,
} from "./types";

export class LocalError extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

export const phoneApi = {
  connections: () => items<Connection>("/local/phone/connections"),
  people: (connection: string) =>
    items<Person>(`/local/phone/people?connection=${encodeURIComponent(connection)}`),
  addPerson: (person: NewPerson) => call<Person>("POST", "/local/phone/people", person),
  thread: (chat: Chat) => items<Bubble>(chatPath(chat)),
  act: (chat: Chat, action: Action) => call<{ id: string }>("POST", `${chatPath(chat)}/actions`, action),
  open: (chat: Chat) => call<void>("POST", `${chatPath(chat)}/open`),
  played: (chat: Chat, messageId: string) =>
    call<void>("POST", `${chatPath(chat)}/messages/${encodeURIComponent(messageId)}/played`),
  sendFile: (chat: Chat, file: NewFile) => {
    const form = new FormData();
    form.set("file", file.file, file.filename);
    form.set("caption", file.caption);
    form.set("voice", String(file.voice));
    if (file.reply_to) form.set("reply_to", file.reply_to);
    return call<{ id: string }>("POST", `${chatPath(chat)}/files`, form);
  },
  log: () => items<LogEntry>("/local/phone/log"),
  clearLog: () => call<void>("DELETE", "/local/whatsapp-cloud/requests"),
  behaviour: () => call<Behaviour>("GET", "/local/whatsapp-cloud/behaviour"),
  setBehaviour: (behaviour: Behaviour) =>
    call<Behaviour>("PUT", "/local/whatsapp-cloud/behaviour", behaviour),
  reset: () => call<void>("POST", "/local/reset"),
  changes: (after: number, signal: AbortSignal) =>
    call<{ version: number }>("GET", `/local/phone/changes?after=${after}`, undefined, signal),
};

function chatPath({ connection, person }: Chat): string {
  return `/local/phone/chats/${encodeURIComponent(connection)}/${encodeURIComponent(person)}`;
}

async function items<T>(path: string): Promise<T[]> {
  return (await call<{ items: T[] }>("GET", path)).items;
}

async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const answer = await request(method, path, body, signal);
  if (!answer.ok) throw new LocalError(await codeOf(answer));
  const text = await answer.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

async function request(method: string, path: string, body: unknown, signal?: AbortSignal) {
  const json = body !== undefined && !(body instanceof FormData);
  try {
    return await fetch(path, {
      method,
      headers: json ? { "Content-Type": "application/json" } : {},
      body: json ? JSON.stringify(body) : (body as FormData | undefined),
      signal,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new LocalError("offline");
  }
}

async function codeOf(answer: Response): Promise<string> {
  try {
    const problem: unknown = await answer.json();
    if (problem && typeof problem === "object" && "code" in problem) return String(problem.code);
  } catch {
    // Not a problem document: a proxy's or a crash's answer.
  }
  return "other";
}
