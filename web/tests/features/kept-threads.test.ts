/** A tab keeps few threads, and of all other chats one message each. */
import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { beforeEach, describe, expect, it } from "vitest";
import { keys } from "@/api/keys";
import { keepThreads, mostMessages, mostThreads } from "@/features/chat/api/keptThreads";
import { foot, type LoadedPage } from "@/features/chat/api/threadPages";
import { desk } from "@/realtime/desk-store";
import { aConversation, aMessage } from "../fakes/entities";

let cache: QueryClient;

beforeEach(() => {
  desk.reset();
  cache = new QueryClient();
  keepThreads(cache);
});

/** Opens a thread with so many messages and leaves it. */
async function visit(id: string, count: number): Promise<void> {
  const conversation = aConversation({ id });
  const messages = Array.from({ length: count }, (_, at) =>
    aMessage({ id: `${id}-m${at}`, conversation_id: id }),
  );
  const page: LoadedPage = {
    ids: messages.map((one) => ({ episode: id, message: one.id })),
    episodes: [conversation],
    next_cursor: null,
    previous_cursor: null,
    anchor: null,
    startedSeq: 0,
  };
  const queryFn = () => {
    desk.ingest({ conversations: [conversation], messages });
    return { pages: [page], pageParams: [] };
  };
  const observer = new QueryObserver(cache, { queryKey: keys.thread(id, foot), queryFn, staleTime: 60_000 });
  const leave = observer.subscribe(() => {});
  await cache.fetchQuery({ queryKey: keys.thread(id, foot), queryFn });
  leave();
}

function kept(): string[] {
  return [...desk.snapshot().messages].filter(([, thread]) => thread.size > 1).map(([id]) => id);
}

describe("threads that are kept", () => {
  it("forgets the one that was left longest ago", async () => {
    for (let number = 0; number < mostThreads + 3; number += 1) await visit(`c${number}`, 2);
    const expected = Array.from({ length: mostThreads }, (_, number) => `c${number + 3}`);
    expect(kept().sort()).toEqual(expected.sort());
  });

  it("keeps fewer where they are long", async () => {
    await visit("long", mostMessages - 5);
    await visit("short", 4);
    expect(kept().sort()).toEqual(["long", "short"]);
    await visit("other", 4);
    expect(kept().sort()).toEqual(["other", "short"]);
  });

  it("holds one message of a chat that nobody opened, however many come", () => {
    for (let number = 1; number <= 50; number += 1) {
      const id = `m${number}`;
      const base = aConversation({ id: "busy", version: number });
      const last = base.last_message;
      if (!last) throw new Error("the sample has a last message");
      const conversation = { ...base, last_message: { ...last, id } };
      const at = `2026-11-20T15:00:${String(number).padStart(2, "0")}.000Z`;
      const message = aMessage({ id, conversation_id: "busy" });
      desk.apply({ type: "message.received", at, data: { conversation, message } });
    }
    expect([...(desk.snapshot().messages.get("busy") ?? [])].map(([id]) => id)).toEqual(["m50"]);
  });
});
