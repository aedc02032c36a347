"""Begins a conversation from our side: an episode held by whoever starts it, with a template.
What an application starts is nobody's: the customer's answer waits in the queue.

Order of writes: identity, pointer, contact, HEAD, message, HEAD. The pin of the request names
the episode as well as the message, so a run that was killed and is repeated goes on in what it
has opened. Where the customer or a colleague opens one at the same moment, there is one
episode still: HEAD's creation decides whose it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import BusyError, HiloError, NotFoundError
from chalicelib.core.ids import ContactId
from chalicelib.domains.access.models import Principal
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.contacts.models import Identity, Person
from chalicelib.domains.contacts.service import Contacts, Identified
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.errors import (
    AlreadyAssignedError,
    ConnectionDisabledError,
    ConversationOpenError,
    OutOfServiceError,
)
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.conversations.ports import MessageStore, People, ThreadStore
from chalicelib.domains.conversations.services.desk import Acting, Desk
from chalicelib.domains.conversations.services.episodes import Episodes
from chalicelib.domains.conversations.services.posting import Draft, Pinned, Posting, Writing

_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom somebody wants to write to: a contact that is known, or a number (digits).

    `name` is how a person is called of whom nothing is known yet.
    """

    contact_id: ContactId | None = None
    phone: str | None = None
    name: str | None = None


class Starting:
    """The use case of writing to a customer first."""

    def __init__(  # noqa: PLR0913, PLR0917 - its collaborators, wired once in bootstrap
        self,
        threads: ThreadStore,
        messages: MessageStore,
        contacts: Contacts,
        episodes: Episodes,
        posting: Posting,
        desk: Desk,
        people: People,
        clock: Clock,
    ) -> None:
        self._threads = threads
        self._messages = messages
        self._contacts = contacts
        self._episodes = episodes
        self._posting = posting
        self._desk = desk
        self._people = people
        self._clock = clock

    def start(
        self, connection: Connection, addressee: Addressee, draft: Draft, writing: Writing
    ) -> Conversation:
        """Open an episode, take it, and queue its first message. Repeating is always safe.

        Raises ConversationOpenError where the customer has one on this connection,
        ConnectionDisabledError, NotFoundError for a contact out of sight, and what
        `Posting.prepare` raises; nothing is written then. Raises BusyError.
        """
        try:
            if not writing.principal.serves_customers:
                raise OutOfServiceError
            prepared = self._posting.prepare(connection.id, draft, writing)
            if not connection.enabled:
                raise ConnectionDisabledError
            known = self._known(addressee, writing.principal)
        except HiloError:
            if begun := self._begun(writing.earlier()):
                return begun
            raise
        pinned = writing.pin()
        person, identified = known or self._stranger(addressee)
        head = self._opened(connection, person, identified, pinned, writing)
        message = self._posting.post(head, draft, writing, prepared=prepared)
        return self._threads.head(message.conversation_id) or head

    def _begun(self, pinned: Pinned | None) -> Conversation | None:
        """What an earlier request has opened and written to."""
        if pinned is None or pinned.conversation_id is None:
            return None
        if self._messages.message(pinned.conversation_id, pinned.message_id) is None:
            return None
        return self._threads.head(pinned.conversation_id)

    def _known(
        self, addressee: Addressee, principal: Principal
    ) -> tuple[Person, Identified] | None:
        """A contact named by its id, if one of its threads belongs to a queue in sight."""
        if addressee.contact_id is None:
            return None
        contact = self._contacts.standing(addressee.contact_id)
        if contact is None or not contact.identities:
            raise NotFoundError
        named = (pointer.conversation_id for pointer in self._threads.pointers(contact.id))
        heads = self._threads.heads([one for one in named if one])
        if not any(
            head.queue_id in principal.queue_ids or self._desk.sees(principal, head)
            for head in heads
        ):
            raise NotFoundError
        return Person(contact.identities), Identified(contact.id)

    def _stranger(self, addressee: Addressee) -> tuple[Person, Identified]:
        """Whoever has a number; the name given counts only where there is none yet."""
        person = Person((Identity("phone", addressee.phone or ""),))
        identified = self._contacts.identify(person)
        contact = self._contacts.standing(identified.contact_id)
        is_nameless = contact is None or contact.shown_name is None
        return replace(person, name=addressee.name if is_nameless else None), identified

    def _opened(
        self,
        connection: Connection,
        person: Person,
        identified: Identified,
        pinned: Pinned,
        writing: Writing,
    ) -> Conversation:
        """The episode to write to: opened now, or by an earlier run of this request."""
        refused = None
        for _ in range(_ROUNDS):
            episode = self._episodes.find(
                identified, person, connection, refused=refused, opening=pinned.conversation_id
            )
            head = None if episode.is_fresh else self._threads.head(episode.conversation_id)
            if head is None:
                blank = self._episodes.begin(episode, person, connection)
                taken = self._taken(blank, writing.principal)
                change = replace(writing.change, event="conversation.opened")
                lost = self._threads.create_head(taken, change)
                if lost is None:
                    return taken
                head = lost.head
            if head is None:
                continue
            if found := self._continued(head, pinned, writing):
                return found
            if not head.is_resolved:
                raise self._is_open(head, writing.principal)
            refused = head.id
        raise BusyError("The thread changed too often; nothing was sent.")

    def _taken(self, blank: Conversation, principal: Principal) -> Conversation:
        """The new episode as whoever starts it leaves it."""
        if not principal.is_person:
            return blank
        return rules.assigned(blank, principal.user_id, self._now())

    def _continued(
        self, head: Conversation, pinned: Pinned, writing: Writing
    ) -> Conversation | None:
        """An episode that this request has opened: by its id, its message, or by being empty.

        The customer may have written into it first; then it is taken now, if by a person.
        """
        me, is_ours = writing.principal.user_id, head.id == pinned.conversation_id
        if self._messages.message(head.id, pinned.message_id) is not None:
            return head
        if head.is_resolved:
            return head if is_ours else None  # closed since: whoever writes to it is told
        if head.assignee_id == me:
            return head if is_ours or head.last is None else None
        if not is_ours or head.assignee_id is not None:
            return None
        return self._taken_now(head, writing)

    def _taken_now(self, head: Conversation, writing: Writing) -> Conversation | None:
        if not writing.principal.is_person:
            return head
        try:
            return self._desk.claim(head, Acting(writing.principal, writing.change))
        except AlreadyAssignedError:
            return None

    def _is_open(self, head: Conversation, principal: Principal) -> ConversationOpenError:
        """Names the episode and its holder to those whom a claim would be told of it."""
        seen = Desk.sees(principal, head, to_claim=True)
        holder = head.assignee_id if seen else None
        return ConversationOpenError(
            "This customer has an open conversation on this connection. Continue there.",
            conversation_id=head.id if seen else None,
            holder={"id": holder, "name": self._people.name_of(holder)} if holder else None,
        )

    def _now(self) -> int:
        return to_ms(self._clock.now())
