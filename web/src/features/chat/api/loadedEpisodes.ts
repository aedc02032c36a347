/**
 * What the pages of a thread and the socket's events show together: its episodes, each the same object while nothing
 * of it changed. Of new messages each is put in its place; the others are not looked at again.
 */
import type { Conversation, Message } from "@/api/types";
import { type Known, type KnownMessages, noMessages } from "@/realtime/desk-state";
import { OrderedView } from "@/realtime/ordered-view";
import { inReadingOrder } from "./readingOrder";
import { type LoadedPage, reachesFoot } from "./threadPages";
import { type Episode, partedByTime } from "./timeline";

export interface LoadedEpisode extends Episode {
  /** What waits for its time. */
  scheduled: readonly Message[];
}

type Stretch = Pick<Episode, "conversation" | "begins" | "ends">;

export class LoadedEpisodes {
  private readonly currentId: string;
  private pages: readonly LoadedPage[] | null = null;
  private readonly held = new Map<string, HeldEpisode>();

  /** `currentId` is the conversation through which the thread is read. */
  constructor(currentId: string) {
    this.currentId = currentId;
  }

  /** In the order of the thread. */
  of(
    pages: readonly LoadedPage[],
    known: ReadonlyMap<string, KnownMessages>,
    current: Conversation,
  ): LoadedEpisode[] {
    if (pages !== this.pages) this.take(pages);
    return stretchesOf(pages, current).map((stretch) => {
      const { id } = stretch.conversation;
      return this.heldOf(id).of(stretch, known.get(id) ?? noMessages);
    });
  }

  /**
   * What came since to the open one is shown where its foot is loaded: an older message known from an event alone
   * would leave a hole.
   */
  private take(pages: readonly LoadedPage[]): void {
    this.pages = pages;
    const listed = listedIn(pages);
    for (const id of this.held.keys()) if (!listed.has(id)) this.heldOf(id).lists(new Set(), never);
    for (const [id, messages] of listed) {
      const isFresh = id === this.currentId && reachesFoot(pages);
      this.heldOf(id).lists(messages, isFresh ? (pages[0]?.startedSeq ?? 0) : never);
    }
  }

  private heldOf(id: string): HeldEpisode {
    const held = this.held.get(id) ?? new HeldEpisode();
    this.held.set(id, held);
    return held;
  }
}

const never = Number.POSITIVE_INFINITY;

class HeldEpisode {
  private readonly view = new OrderedView<Message, Known<Message>>(inReadingOrder);
  private belongs: (known: Known<Message>) => boolean = () => false;
  private messages: readonly Message[] | null = null;
  private last: LoadedEpisode | null = null;

  lists(ids: ReadonlySet<string>, since: number): void {
    this.belongs = ({ item, seq }) => ids.has(item.id) || seq > since;
  }

  of(stretch: Stretch, known: KnownMessages): LoadedEpisode {
    const messages = this.view.of(known, this.belongs);
    const { last } = this;
    if (last && messages === this.messages) {
      if (isSameStretch(last, stretch)) return last;
      this.last = { ...last, ...stretch };
    } else {
      const { said, scheduled } = partedByTime(messages);
      this.last = { ...stretch, messages: said, scheduled };
    }
    this.messages = messages;
    return this.last;
  }
}

function listedIn(pages: readonly LoadedPage[]): Map<string, Set<string>> {
  const listed = new Map<string, Set<string>>();
  for (const page of pages) {
    for (const { id } of page.episodes) if (!listed.has(id)) listed.set(id, new Set());
    for (const { episode, message } of page.ids) {
      const messages = listed.get(episode) ?? new Set();
      listed.set(episode, messages.add(message));
    }
  }
  return listed;
}

function stretchesOf(pages: readonly LoadedPage[], current: Conversation): Stretch[] {
  const conversations = new Map<string, Conversation>();
  for (const page of pages) {
    for (const one of page.episodes) conversations.set(one.id, one.id === current.id ? current : one);
  }
  const complete = pages.at(-1)?.next_cursor === null;
  const downwards = [...conversations.values()].reverse();
  return downwards.map((conversation, index) => ({
    conversation,
    begins: index > 0 || complete,
    ends: index < downwards.length - 1 || reachesFoot(pages),
  }));
}

function isSameStretch(one: Stretch, other: Stretch): boolean {
  return one.conversation === other.conversation && one.begins === other.begins && one.ends === other.ends;
}
