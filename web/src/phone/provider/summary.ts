/** One line per request: what it was, what it carried, what was answered. Bodies are read with care: any may come. */
import type { LogEntry, Received } from "../api/types";
import { kindWord, providerWord, t } from "../words";

export interface Summary {
  title: string;
  detail: string;
  answer: string;
  tone: "ok" | "bad" | "open";
}

export function summaryOf(entry: LogEntry): Summary {
  if (entry.direction === "received") {
    const status = entry.answered?.status ?? null;
    return { ...requestFacts(entry), ...answerFacts(status) };
  }
  const notes = [
    entry.copy ? t("log.copy") : "",
    entry.attempt > 1 ? t("log.attempt", { count: entry.attempt }) : "",
  ];
  const { title, detail } = webhookFacts(entry.body);
  return { title, detail: [detail, ...notes].filter(Boolean).join(", "), ...answerFacts(entry.status) };
}

function answerFacts(status: number | null): Pick<Summary, "answer" | "tone"> {
  if (status === null) return { answer: t("log.pending"), tone: "open" };
  if (status === 0) return { answer: t("log.unanswered"), tone: "bad" };
  return { answer: String(status), tone: status < 400 ? "ok" : "bad" };
}

function requestFacts(entry: Received): Pick<Summary, "title" | "detail"> {
  const error = at(entry.answered?.body, "error");
  const detail = error ? errorDetail(error) : null;
  if (entry.path.endsWith("/messages")) {
    return { title: t("log.send"), detail: detail ?? sendDetail(entry.body) };
  }
  if (entry.path.endsWith("/message_templates")) {
    return { title: t("log.templates"), detail: detail ?? entry.path };
  }
  const title = t(entry.path.endsWith("/attachments") ? "log.download" : "log.metadata");
  return { title, detail: detail ?? entry.path };
}

function errorDetail(error: unknown): string {
  const code = text(error, "code");
  const message = providerWord(code, text(error, "message").replace(/^\(#\d+\) /, ""));
  return t("log.error", { code, message });
}

function sendDetail(body: unknown): string {
  if (text(body, "status") === "read") return t("log.mark_read");
  const kind = text(body, "type") || "text";
  const written = text(at(body, "text"), "body");
  return kind === "text" ? t("log.text", { count: [...written].length }) : kindWord(kind);
}

function webhookFacts(body: unknown): Pick<Summary, "title" | "detail"> {
  const value = at(first(at(first(at(body, "entry")), "changes")), "value");
  const status = first(at(value, "statuses"));
  if (status) {
    const detail = `${text(status, "status")}, ${shortId(text(status, "id"))}`;
    return { title: t("log.webhook_status"), detail };
  }
  const message = first(at(value, "messages"));
  if (!message) return { title: t("log.webhook_other"), detail: "" };
  const kind = text(message, "type");
  const voice = at(at(message, "audio"), "voice") === true;
  const detail = `${kindWord(voice ? "voice" : kind)}, ${shortId(text(message, "id"))}`;
  return { title: t("log.webhook_message"), detail };
}

/** wamid.HBgM…0148: the beginning says whose it is, the end which one. */
export function shortId(id: string): string {
  const bare = id.replace(/=+$/, "");
  return bare.length > 18 ? `${bare.slice(0, 10)}…${bare.slice(-8)}` : bare;
}

function at(value: unknown, name: string): unknown {
  return value && typeof value === "object" ? (value as Record<string, unknown>)[name] : undefined;
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}

function text(value: unknown, name: string): string {
  const found = at(value, name);
  return typeof found === "string" || typeof found === "number" ? String(found) : "";
}
