/**
 * How much of the threads this tab keeps. Threads that were left stay at hand for a while, so that going back is
 * immediate: so many at most, with so many messages. Of all other chats only the message is kept that their row shows.
 */
import type { InfiniteData, Query, QueryClient } from "@tanstack/react-query";
import { desk } from "@/realtime/desk-store";
import { house } from "@/realtime/house";
import { forgetHeights } from "./places";
import type { LoadedPage } from "./threadPages";

export const mostThreads = 20;
export const mostMessages = 5_000;

/** Looks after the threads in the cache for as long as the page lives. */
export function keepThreads(cache: QueryClient): void {
  const kept = new KeptThreads(cache);
  desk.isFollowed = (id) => kept.follows(id);
  cache.getQueryCache().subscribe((event) => {
    if (!isThread(event.query)) return;
    if (event.type === "observerRemoved") kept.left(event.query);
    else if (event.type === "added" || event.type === "removed") kept.look();
    else if (event.type === "updated" && event.action.type === "success") kept.look();
  });
}

class KeptThreads {
  private readonly cache: QueryClient;
  private followed: ReadonlySet<string> = new Set();
  /** The one that was left last comes last. */
  private readonly order = new Set<string>();

  constructor(cache: QueryClient) {
    this.cache = cache;
  }

  follows(conversationId: string): boolean {
    return this.followed.has(conversationId);
  }

  /** What is followed now; what is no more, is forgotten. */
  look(): void {
    const before = this.followed;
    this.followed = new Set(this.threads().flatMap(conversationsOf));
    const gone = [...before].filter((id) => !this.followed.has(id));
    if (gone.length === 0) return;
    desk.thin(gone);
    house.forget(gone);
    for (const id of gone) forgetHeights(id);
  }

  /** Makes room for the one that was left. */
  left(thread: Query): void {
    this.order.delete(thread.queryHash);
    this.order.add(thread.queryHash);
    const byHash = new Map(this.threads().map((one) => [one.queryHash, one]));
    for (const hash of this.order) if (!byHash.has(hash)) this.order.delete(hash);
    let threads = 0;
    let messages = 0;
    for (const hash of [...this.order].reverse()) {
      const one = byHash.get(hash);
      if (!one || one.getObserversCount() > 0) continue;
      threads += 1;
      messages += messagesOf(one);
      if (threads > mostThreads || messages > mostMessages) this.cache.getQueryCache().remove(one);
    }
  }

  private threads(): Query[] {
    return this.cache.getQueryCache().findAll({ predicate: isThread });
  }
}

function isThread({ queryKey }: Query): boolean {
  return queryKey[0] === "messages";
}

function pagesOf(thread: Query): readonly LoadedPage[] {
  return (thread.state.data as InfiniteData<LoadedPage> | undefined)?.pages ?? [];
}

function conversationsOf(thread: Query): string[] {
  return [
    String(thread.queryKey[1]),
    ...pagesOf(thread).flatMap((page) => page.episodes.map(({ id }) => id)),
  ];
}

function messagesOf(thread: Query): number {
  return pagesOf(thread).reduce((sum, page) => sum + page.ids.length, 0);
}
