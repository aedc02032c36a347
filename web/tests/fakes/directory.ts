/** What the fake API answers about people and queues, and how it counts. */
import { HttpResponse } from "msw";
import type { Conversation, Label, Me } from "@/api/types";
import { aQueue, byron, lucia } from "./entities";

/** The answer at this path; null where there is none. */
export function directory(path: string, me: Me, labels: readonly Label[]) {
  const answers: Record<string, unknown> = {
    "/me": me,
    "/queues": { items: [aQueue()] },
    "/labels": { items: labels },
    "/users": {
      items: [
        { ...lucia, role: "agent", queues: ["general"] },
        { ...byron, role: "agent", queues: ["general"] },
      ],
    },
    "/realtime/ticket": { ticket: "ticket", expires_in: 60 },
  };
  const answer = answers[path];
  return answer ? HttpResponse.json(answer) : null;
}

export function counters(held: ReadonlyMap<string, Conversation>) {
  const conversations = [...held.values()];
  const count = (state: string) => conversations.filter((one) => one.state === state).length;
  return {
    new: count("new"),
    pending: count("pending"),
    in_progress: count("in_progress"),
    snoozed: conversations.filter((one) => one.snoozed_until).length,
    resolved: count("resolved"),
  };
}
