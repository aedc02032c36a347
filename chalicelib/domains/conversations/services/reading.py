"""Reads conversations and messages for people: lists, counters, threads, queue heads.

Lists walk the tray's places newest first and decide on each HEAD; a page may be short.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Literal

from chalicelib.core.ids import ConnectionId, ConversationId, MessageId, QueueId, UserId
from chalicelib.core.pagination import Page
from chalicelib.domains.access.models import Principal
from chalicelib.domains.access.rules import may_see
from chalicelib.domains.contacts.service import Contacts
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import (
    LONG_USER_ID,
    Conversation,
    ConversationState,
    Message,
)
from chalicelib.domains.conversations.ports import (
    Connections,
    Labels,
    MessageStore,
    People,
    ThreadStore,
    TrayStore,
)
from chalicelib.domains.conversations.schemas import ConversationView, MessageView
from chalicelib.domains.conversations.services.media import MediaKeeper
from chalicelib.domains.conversations.services.told import Quotes
from chalicelib.domains.conversations.services.views import conversation_view, message_view

MAX_EVALUATED = 400
MAX_WALKED = 100
COUNT_LIMIT = 1_000
_COUNT_STEP = 100  # looked at in one go
RESOLVED_COUNT_LIMIT = 100  # nobody works them off: a figure that only grows is not paid for
HEAD_OF_QUEUE = 20
_HELD: dict[ConversationState, str] = {"pending": "", "in_progress": "+", "resolved": "/"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to: state "open" is every one but resolved."""

    state: ConversationState | Literal["open"] | None = None
    assignee: UserId | Literal["none"] | None = None
    queue: QueueId | None = None
    connection: ConnectionId | None = None
    channel: str | None = None
    unread: bool = False


@dataclass(frozen=True, slots=True)
class QueueHead:
    """Who waits in a queue: how many, since when, and the newest of them."""

    waiting: int
    oldest_waiting_since_ms: int | None
    head: list[Conversation]


class Reading:
    """Queries on behalf of people."""

    def __init__(  # noqa: PLR0913, PLR0917 - what is shown comes from everywhere
        self,
        threads: ThreadStore,
        messages: MessageStore,
        trays: TrayStore,
        contacts: Contacts,
        connections: Connections,
        people: People,
        media: MediaKeeper,
        labels: Labels,
    ) -> None:
        self._threads = threads
        self._messages = messages
        self._trays = trays
        self._contacts = contacts
        self._connections = connections
        self._people = people
        self._media = media
        self._labels = labels
        self._quotes = Quotes(threads, messages, contacts)

    # lists -------------------------------------------------------------------------

    def conversations(
        self, principal: Principal, filters: Filters, before: list[str] | None, limit: int
    ) -> Page[Conversation]:
        """The newest conversations in sight that answer to the filters."""
        places = self._places(principal, filters)
        position = (before[0], ConversationId(before[1])) if before else None
        found: list[Conversation] = []
        evaluated = 0
        while places and evaluated < MAX_EVALUATED:
            entries = self._trays.newest(places, position, limit)
            evaluated += len(entries)
            heads = {head.id: head for head in self._threads.heads([one[1] for one in entries])}
            for entry in entries:
                position = entry
                head = heads.get(entry[1])
                if head and self._answers(principal, filters, head):
                    found.append(head)
                    if len(found) == limit:
                        return Page(found, list(entry))
            if len(entries) < limit:
                return Page(found, None)
        return Page(found, list(position) if places and position else None)

    def counters(self, principal: Principal) -> dict[ConversationState, int]:
        """How many conversations of each state are in sight, each counted to its limit."""
        counted: dict[ConversationState, int] = {}
        for state in ("new", "pending", "in_progress"):
            counted[state] = self._count(principal, Filters(state=state), COUNT_LIMIT)
        resolved = self._count(principal, Filters(state="resolved"), RESOLVED_COUNT_LIMIT)
        return counted | {"resolved": resolved}

    def _count(self, principal: Principal, filters: Filters, limit: int) -> int:
        """Keys are counted where all is in sight; HEADs decide where some of it is not."""
        holders = self._holders(principal, filters)
        mixed = [one for one in holders if not self._holds_in_sight(principal, one)]
        whole = [one for one in holders if one not in mixed]
        total = 0
        for place in _waiting_places(principal, filters) + _held_places(filters, whole):
            total += self._trays.count(place, limit - total)
            if total == limit:
                return total
        return total + self._count_seen(
            principal, filters, _held_places(filters, mixed), limit - total
        )

    def _count_seen(
        self, principal: Principal, filters: Filters, places: list[str], limit: int
    ) -> int:
        """How many in these places are in sight; at most COUNT_LIMIT are looked at."""
        seen, position, step = 0, None, max(limit, _COUNT_STEP)
        for _ in range(0, COUNT_LIMIT if places else 0, step):
            entries = self._trays.newest(places, position, step)
            heads = self._threads.heads([conversation_id for _, conversation_id in entries])
            seen += sum(self._answers(principal, filters, head) for head in heads)
            if seen >= limit or len(entries) < step:
                break
            position = entries[-1]
        return min(seen, limit)

    def queue_head(self, queue_id: QueueId) -> QueueHead:
        """The waiting conversations of a queue, newest activity first."""
        entries = self._trays.newest([queue_id], None, HEAD_OF_QUEUE)
        heads = self._threads.heads([conversation_id for _, conversation_id in entries])
        waiting = [head for head in heads if head.is_waiting and head.queue_id == queue_id]
        if len(entries) < HEAD_OF_QUEUE:
            since = [head.waiting_since_ms for head in waiting if head.waiting_since_ms]
            return QueueHead(len(waiting), min(since, default=None), waiting)
        count = self._trays.count(queue_id, COUNT_LIMIT)
        return QueueHead(count, self._longest_wait(queue_id), waiting)

    def _longest_wait(self, queue_id: QueueId) -> int | None:
        """Since when somebody waits for an answer; who was answered last waits for none.

        Waiting begins with opening or later, so whoever was opened after a wait that is found
        cannot wait longer.
        """
        longest: int | None = None
        for opened_at_ms, conversation_id in islice(self._trays.waiting(queue_id), MAX_WALKED):
            if longest is not None and opened_at_ms >= longest:
                break
            head = self._threads.head(conversation_id, consistent=False)
            if head and head.is_waiting and head.waiting_since_ms:
                longest = min(longest or head.waiting_since_ms, head.waiting_since_ms)
        return longest

    def messages(
        self, conversation: Conversation, before: MessageId | None, limit: int
    ) -> Page[Message]:
        """A page of the thread; a reply that came before what it answers shows it by now."""
        page = self._messages.page(conversation.id, before, limit)
        shown = [self._quotes.completed(one, conversation.contact_id) for one in page.items]
        return Page(shown, page.next_position)

    def histories(self, conversation: Conversation) -> list[Conversation]:
        """What was said with its customer before the number was connected, newest first."""
        addresses = self._contacts.identities_of(conversation.contact_id)
        ids = [rules.history_of(conversation.connection_id, one) for one in addresses]
        found = self._threads.heads([one for one in ids if one != conversation.id])
        of_theirs = [
            one for one in found if self._contacts.are_one(one.contact_id, conversation.contact_id)
        ]
        return sorted(of_theirs, key=lambda one: one.active_at_ms, reverse=True)

    # what is shown -----------------------------------------------------------------

    def view(
        self, conversation: Conversation, principal: Principal | None = None
    ) -> ConversationView:
        """A conversation as shown to somebody; to nobody in particular, what all may see."""
        return self.views([conversation], principal)[0]

    def views(
        self, conversations: list[Conversation], principal: Principal | None = None
    ) -> list[ConversationView]:
        """The same of several, in the same order."""
        role = principal.role if principal else None
        long = [one.contact_id for one in conversations if one.user_id == LONG_USER_ID]
        user_ids = self._contacts.long_user_ids(long) if long else {}
        views = []
        for one in conversations:
            connection = self._connections.by_id(one.connection_id)
            name = self._people.name_of(one.assignee_id) if one.assignee_id else None
            views.append(
                conversation_view(
                    one,
                    channel=connection.channel if connection else "",
                    assignee_name=name,
                    labels=self._labels.seen_by(role, one.labels),
                    long_user_id=user_ids.get(one.contact_id),
                )
            )
        return views

    def message_view(self, message: Message, principal: Principal | None = None) -> MessageView:
        """A message as shown to somebody; to nobody in particular, what all may see."""
        name = message.author_name
        if message.author_kind == "agent" and message.author_id:
            name = self._people.name_of(message.author_id)
        url = self._media.url_of(message)
        labels = self._labels.seen_by(principal.role if principal else None, message.labels)
        return message_view(message, author_name=name, media_url=url, labels=labels)

    # places ------------------------------------------------------------------------

    def _places(self, principal: Principal, filters: Filters) -> list[str]:
        """Partitions of the tray that may hold what is asked for."""
        holders = self._holders(principal, filters)
        return _waiting_places(principal, filters) + _held_places(filters, holders)

    def _holders(self, principal: Principal, filters: Filters) -> list[UserId]:
        if filters.assignee == "none":
            return []
        if principal.scope == "own":
            mine = filters.assignee in (None, principal.user_id)
            return [principal.user_id] if mine else []
        if filters.assignee is not None:
            return [filters.assignee]
        return self._people.holders(_queues(principal, filters))

    def _holds_in_sight(self, principal: Principal, holder: UserId) -> bool:
        if principal.scope != "queues" or holder == principal.user_id:
            return True
        return self._people.hold_only_in(holder, principal.queue_ids)

    def _answers(self, principal: Principal, filters: Filters, head: Conversation) -> bool:
        connection = self._connections.by_id(head.connection_id)
        return (
            may_see(
                principal,
                queue_id=head.queue_id,
                assignee_id=head.assignee_id,
                waiting=head.is_waiting,
            )
            and _is_of(filters, rules.state_of(head))
            and filters.assignee in (None, head.assignee_id or "none")
            and filters.queue in (None, head.queue_id)
            and filters.connection in (None, head.connection_id)
            and filters.channel in (None, connection.channel if connection else None)
            and (head.unread > 0 or not filters.unread)
        )


def _queues(principal: Principal, filters: Filters) -> list[QueueId]:
    return [one for one in sorted(principal.queue_ids) if filters.queue in (None, one)]


def _waiting_places(principal: Principal, filters: Filters) -> list[str]:
    """Places of what nobody holds, or held to its end."""
    if filters.assignee not in (None, "none"):
        return []
    queues, places = _queues(principal, filters), list[str]()
    if filters.state in (None, "open", "new"):
        places += queues
    if filters.state in (None, "resolved") and principal.scope != "own":
        places += [f"{queue}{_HELD['resolved']}" for queue in queues]
    return places


def _held_places(filters: Filters, holders: list[UserId]) -> list[str]:
    suffixes = [suffix for state, suffix in _HELD.items() if _is_of(filters, state)]
    return [f"{holder}{suffix}" for suffix in suffixes for holder in holders]


def _is_of(filters: Filters, state: ConversationState) -> bool:
    if filters.state == "open":
        return state != "resolved"
    return filters.state in (None, state)
