"""Walks a contact's thread: the episodes of all time, read through one conversation.

That one is the foot of the thread; above it stand the others, last opened first, each whole.
Who sees it while it is open reads through it what is over of its customer; through a closed
one shows only what is in sight by itself, and nothing that ended later (ADR 0025). A walk
reads so many messages and episodes at a time, however long the thread is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import ConversationId, MessageId, base32
from chalicelib.core.pagination import InvalidCursorError
from chalicelib.domains.access.models import Principal
from chalicelib.domains.contacts.service import Contacts
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Conversation, Message
from chalicelib.domains.conversations.ports import MessageStore, ThreadStore, TrayStore
from chalicelib.domains.conversations.services.desk import Desk
from chalicelib.domains.conversations.services.told import Quotes

EPISODES_AT_ONCE = 6
MAX_EPISODES = 30  # looked at for one page
MAX_SEARCHED, SEARCHED_AT_ONCE, ENOUGH_FOUND = 300, 60, 50

Direction = Literal["older", "newer"]
Wanted = Callable[[Message], bool]

BEFORE_ALL, AFTER_ALL = MessageId("0" * 23), MessageId("Z" * 23)
"""Places before and behind every message of an episode."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Who reads a thread, and through which conversation."""

    principal: Principal
    through: Conversation


@dataclass(frozen=True, slots=True)
class Place:
    """Where a walk stands: at a message of an episode, or before or behind all of them."""

    episode_id: ConversationId
    message_id: MessageId


@dataclass(slots=True)
class Stretch:
    """A piece of the thread in the order in which it was walked, with the episodes it touches.

    `beyond` is where the walk goes on; None at the end of the thread.
    """

    messages: list[Message] = field(default_factory=list)
    episodes: list[Conversation] = field(default_factory=list)
    beyond: Place | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Both sides of a place; `anchor` is the message that it is about, None in an empty thread."""

    older: Stretch
    newer: Stretch
    anchor: MessageId | None


@dataclass(slots=True)
class Found:
    """What a piece of the thread held of what was wanted, newest first.

    `searched` messages were looked at, back to `last_searched`; the search goes on `beyond`.
    """

    messages: list[Message] = field(default_factory=list)
    episodes: dict[ConversationId, Conversation] = field(default_factory=dict)
    searched: int = 0
    last_searched: Message | None = None
    beyond: Place | None = None


class ContactThread:
    """Queries on the thread of a contact on behalf of people."""

    def __init__(
        self,
        threads: ThreadStore,
        messages: MessageStore,
        trays: TrayStore,
        contacts: Contacts,
        desk: Desk,
    ) -> None:
        self._threads = threads
        self._messages = messages
        self._trays = trays
        self._contacts = contacts
        self._desk = desk
        self._quotes = Quotes(threads, messages, contacts)

    def walk(self, sight: Sight, direction: Direction, place: Place | None, limit: int) -> Stretch:
        """At most so many messages beyond a place, nearest first; from the foot where none is
        given. Raises InvalidCursorError for a place out of sight.

        An episode in which nothing is left is named all the same, so that all are known.
        """
        start = place or Place(sight.through.id, AFTER_ALL)
        stretch = Stretch(beyond=start)
        for looked_at, episode in enumerate(self._episodes(sight, direction, start)):
            if looked_at == MAX_EPISODES:
                return stretch
            if not self._shows(sight, episode):
                stretch.beyond = Place(episode.id, _end_of(direction))
                continue
            here = start.message_id if episode.id == start.episode_id else None
            is_whole = self._read(stretch, episode, direction, here, limit)
            if not is_whole or len(stretch.messages) == limit:
                return stretch
        stretch.beyond = None
        return stretch

    def around(self, sight: Sight, place: Place, limit: int) -> Surroundings:
        """What was said about a message, it included. Raises NotFoundError."""
        self.access_episode(sight, place.episode_id)
        older = self.walk(sight, "older", just_behind(place), limit // 2 + 1)
        newer = self.walk(sight, "newer", place, limit // 2)
        nearest = older.messages or newer.messages
        return Surroundings(older, newer, nearest[0].id if nearest else None)

    def at(self, sight: Sight, instant_ms: int, limit: int) -> Surroundings:
        """What was said about an instant; the anchor is the first message from then on."""
        place = self._place_at(sight, instant_ms)
        older = self.walk(sight, "older", place, limit // 2)
        newer = self.walk(sight, "newer", place, limit // 2 + 1)
        nearest = newer.messages or older.messages
        return Surroundings(older, newer, nearest[0].id if nearest else None)

    def find(self, sight: Sight, is_wanted: Wanted, place: Place | None) -> Found:
        """A bounded search for messages, upwards from a place or the foot.

        Raises InvalidCursorError for a place out of sight.
        """
        found = Found(beyond=place)
        while found.searched < MAX_SEARCHED and len(found.messages) < ENOUGH_FOUND:
            stretch = self.walk(sight, "older", found.beyond, SEARCHED_AT_ONCE)
            found.messages += [one for one in stretch.messages if is_wanted(one)]
            found.episodes |= {one.id: one for one in stretch.episodes}
            found.searched += len(stretch.messages)
            if stretch.messages:
                found.last_searched = stretch.messages[-1]
            found.beyond = stretch.beyond
            if stretch.beyond is None or not stretch.messages:
                break
        return found

    def access_episode(self, sight: Sight, episode_id: ConversationId) -> Conversation:
        """An episode of the thread. Raises NotFoundError where it does not show in it."""
        if episode_id == sight.through.id:
            return sight.through
        episode = self._threads.head(episode_id, consistent=False)
        if episode is None or not self._belongs(sight, episode) or not self._shows(sight, episode):
            raise NotFoundError
        return episode

    def _read(
        self,
        stretch: Stretch,
        episode: Conversation,
        direction: Direction,
        here: MessageId | None,
        limit: int,
    ) -> bool:
        """Take messages of one episode beyond a place in it; whether none is left."""
        stretch.episodes.append(episode)
        end = _end_of(direction)
        if here == end:
            return True
        read = self._messages.page if direction == "older" else self._messages.page_after
        page = read(episode.id, here, limit - len(stretch.messages))
        stretch.messages += [self._quotes.completed(one, episode.contact_id) for one in page.items]
        is_whole = page.next_position is None
        if is_whole or page.items:
            stretch.beyond = Place(episode.id, end if is_whole else page.items[-1].id)
        return is_whole

    # episodes ------------------------------------------------------------------------

    def _episodes(self, sight: Sight, direction: Direction, start: Place) -> Iterator[Conversation]:
        """Those from a place on, whether they show or not."""
        through = sight.through
        position = _above(through)
        if start.episode_id == through.id:
            yield through
            if direction == "newer":
                return
        else:
            first = self._first(sight, start)
            position = first.opened_at_ms, first.id
            yield first
        yield from self._others(sight, direction, position)
        if direction == "newer":
            yield through

    def _first(self, sight: Sight, start: Place) -> Conversation:
        """The episode in which a walk begins. An earlier walk may have passed it unseen."""
        episode = self._threads.head(start.episode_id, consistent=False)
        if episode is None or not self._belongs(sight, episode):
            raise InvalidCursorError
        return episode

    def _others(
        self, sight: Sight, direction: Direction, position: tuple[int, ConversationId] | None
    ) -> Iterator[Conversation]:
        family = self._contacts.family_of(sight.through.contact_id)
        is_forward, bound = direction == "newer", _above(sight.through)
        while True:
            entries = self._trays.opened(family, position, EPISODES_AT_ONCE, forward=is_forward)
            within = [one for one in entries if bound is None or one < bound]
            for head in self._threads.heads([conversation_id for _, conversation_id in within]):
                if head.id != sight.through.id:
                    yield head
            if len(within) < EPISODES_AT_ONCE:
                return
            position = within[-1]

    def _place_at(self, sight: Sight, instant_ms: int) -> Place:
        """Before the first message that was said at an instant or later."""
        through = sight.through
        mark = MessageId(base32(instant_ms // 1000, 7) + BEFORE_ALL[7:])
        if through.opened_at_ms <= instant_ms:
            return Place(through.id, mark)
        sought = instant_ms + 1, ConversationId("")
        from_then_on = self._others(sight, "older", sought), self._others(sight, "newer", None)
        for others in from_then_on:
            for episode, _ in zip(others, range(MAX_EPISODES), strict=False):
                if self._shows(sight, episode):
                    return Place(episode.id, mark)
        return Place(through.id, mark)

    def _belongs(self, sight: Sight, episode: Conversation) -> bool:
        return self._contacts.are_one(episode.contact_id, sight.through.contact_id)

    def _shows(self, sight: Sight, episode: Conversation) -> bool:
        """What is over shows through an open conversation; anything else by itself."""
        if episode.id == sight.through.id:
            return True
        if not rules.was_over_by(episode, sight.through):
            return False
        opens_the_past = not sight.through.is_resolved and episode.is_resolved
        return opens_the_past or self._desk.reaches(sight.principal, episode)


def _end_of(direction: Direction) -> MessageId:
    return BEFORE_ALL if direction == "older" else AFTER_ALL


def just_behind(place: Place) -> Place:
    """From where a walk upwards meets the message itself."""
    return Place(place.episode_id, MessageId(f"{place.message_id}0"))


def _above(through: Conversation) -> tuple[int, ConversationId] | None:
    """Where those above the foot begin: nothing that was opened after its end was over by it."""
    if through.resolved_at_ms is None:
        return None
    return through.resolved_at_ms + 1, ConversationId("")
