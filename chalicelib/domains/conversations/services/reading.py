"""Reads conversations and messages for people: threads, queue heads, what is shown of each.

Lists and their counters are in `lists`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from chalicelib.core.ids import MessageId, QueueId
from chalicelib.core.pagination import Page
from chalicelib.domains.access.models import Principal
from chalicelib.domains.contacts.service import Contacts
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import (
    LONG_USER_ID,
    Conversation,
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
from chalicelib.domains.conversations.schemas import (
    ConversationView,
    MessageView,
    TypificationView,
)
from chalicelib.domains.conversations.services.media import MediaKeeper
from chalicelib.domains.conversations.services.told import Quotes
from chalicelib.domains.conversations.services.views import (
    conversation_view,
    message_view,
    typification_view,
)

if TYPE_CHECKING:  # most functions close nothing
    from chalicelib.domains.typifications.models import Typified

MAX_WALKED = 100
COUNT_LIMIT = 1_000
HEAD_OF_QUEUE = 20


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

    # queues ------------------------------------------------------------------------

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

    def typification_view(self, typified: Typified) -> TypificationView:
        """What a conversation was closed with, as everybody sees it who sees the conversation."""
        return typification_view(typified, self._people.name_of(typified.by))

    def message_view(self, message: Message, principal: Principal | None = None) -> MessageView:
        """A message as shown to somebody; to nobody in particular, what all may see."""
        name = message.author_name
        if message.author_kind in ("agent", "bot") and message.author_id:
            name = self._people.name_of(message.author_id)
        url = self._media.url_of(message)
        labels = self._labels.seen_by(principal.role if principal else None, message.labels)
        return message_view(message, author_name=name, media_url=url, labels=labels)
