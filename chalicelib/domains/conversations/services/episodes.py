"""Finds the open episode of a customer on a connection, opens one, forwards merged threads.

The pointer is moved conditionally on the generation read before; it is never moved away
from an episode whose HEAD was not seen to refuse (journey rules 3 to 6).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import BusyError
from chalicelib.core.ids import ContactId, ConversationId, new_id
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.contacts.models import Contact, Person
from chalicelib.domains.contacts.service import Contacts, Identified
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Conversation, Pointer
from chalicelib.domains.conversations.ports import ThreadStore

_ROUNDS = 20
_ACTOR = "inbound"


@dataclass(frozen=True, slots=True)
class Episode:
    """Where a message belongs. `is_fresh`: we just opened it, for `contact`, without a HEAD."""

    contact_id: ContactId
    conversation_id: ConversationId
    is_fresh: bool = False
    contact: Contact | None = None


class Episodes:
    """Pointers of threads."""

    def __init__(self, threads: ThreadStore, contacts: Contacts, clock: Clock) -> None:
        self._threads = threads
        self._contacts = contacts
        self._clock = clock

    def find(
        self,
        identified: Identified,
        sender: Person,
        connection: Connection,
        *,
        refused: ConversationId | None = None,
        opening: ConversationId | None = None,
    ) -> Episode:
        """The open episode; opens one where there is none or `refused` is closed, under a new
        id or that of `opening`.

        Raises BusyError where every race was lost; nothing is half-done then.
        """
        contact_id = identified.contact_id
        consistent, first_sight = refused is not None, identified.first_sight
        for _ in range(_ROUNDS):
            pointer = None
            if consistent or not first_sight:
                pointer = self._threads.pointer(contact_id, connection.id, consistent=consistent)
            if pointer and pointer.forward_to:
                contact_id, consistent, first_sight = pointer.forward_to, True, False
                continue
            if pointer and pointer.conversation_id and not self._is_closed(pointer, refused):
                return Episode(contact_id, pointer.conversation_id)
            conversation_id = opening or ConversationId(new_id(to_ms(self._clock.now())))
            opened = self._open(contact_id, connection, conversation_id, pointer)
            consistent = True
            if opened is None:
                continue
            contact = self._contacts.ensure(contact_id, sender, first_sight=first_sight)
            if contact.merged_into is None:
                return Episode(contact_id, conversation_id, is_fresh=True, contact=contact)
            self._move(replace(opened, forward_to=self._contacts.root_of(contact)))
        raise BusyError("The thread's pointer moved too often; nothing was written.")

    def begin(self, episode: Episode, sender: Person, connection: Connection) -> Conversation:
        """An episode that has no HEAD yet, before anything was said in it.

        Raises BusyError where its contact was merged meanwhile; the thread is forwarded then.
        """
        contact = episode.contact or self._contacts.ensure(
            episode.contact_id, sender, first_sight=False
        )
        if contact.merged_into is not None:
            # its opener was killed before it looked, and the merge saw no pointer
            self.forward(contact.id, self._contacts.root_of(contact))
            raise BusyError("The contact was merged meanwhile; the message is tried again.")
        return self.blank(episode.conversation_id, contact, sender, connection)

    def blank(
        self,
        conversation_id: ConversationId,
        contact: Contact,
        sender: Person,
        connection: Connection,
    ) -> Conversation:
        """A new episode, before anything was said in it."""
        now_ms = to_ms(self._clock.now())
        known = {one.kind: one.value for one in (*contact.identities, *sender.identities)}
        return Conversation(
            id=conversation_id,
            connection_id=connection.id,
            contact_id=contact.id,
            queue_id=connection.queue_id,
            opened_at_ms=now_ms,
            updated_at_ms=now_ms,
            version=0,
            active_at_ms=now_ms,
            contact_name=rules.name_in_head(contact.saved_name or sender.name or contact.name),
            phone=known.get("phone"),
            user_id=rules.user_id_in_head(known.get("whatsapp_user_id")),
            username=rules.username_in_head(sender.username or contact.username),
        )

    def forward(self, loser: ContactId, winner: ContactId) -> None:
        """Forward every thread of a merged contact; repeating it changes nothing."""
        for pointer in self._threads.pointers(loser):
            self.forward_pointer(pointer, winner)

    def forward_pointer(self, pointer: Pointer, winner: ContactId) -> None:
        """Make a pointer a forwarder and close its open episode into the survivor."""
        for _ in range(_ROUNDS):
            if pointer.forward_to is not None or self._move(replace(pointer, forward_to=winner)):
                break
            again = self._threads.pointer(
                pointer.contact_id, pointer.connection_id, consistent=True
            )
            if again is None:
                return
            pointer = again
        if pointer.conversation_id is not None:
            self._join(pointer.conversation_id, pointer, pointer.forward_to or winner)

    def _is_closed(self, pointer: Pointer, refused: ConversationId | None) -> bool:
        """Whether what a pointer names has refused, and still does behind its generation.

        Reopened meanwhile, it takes messages again; reopened later, the generation has moved.
        """
        if pointer.conversation_id is None or pointer.conversation_id != refused:
            return False
        head = self._threads.head(pointer.conversation_id)
        return head is not None and head.is_resolved

    def _open(
        self,
        contact_id: ContactId,
        connection: Connection,
        conversation_id: ConversationId,
        standing: Pointer | None,
    ) -> Pointer | None:
        generation = standing.generation if standing else 0
        return self._move(Pointer(contact_id, connection.id, conversation_id, None, generation))

    def _move(self, pointer: Pointer) -> Pointer | None:
        """Store a pointer one generation on from the one read; None where the race was lost."""
        moved = replace(pointer, generation=pointer.generation + 1)
        won = self._threads.move_pointer(moved, self._change("pointer.moved"))
        return moved if won else None

    def _join(self, losing_id: ConversationId, forwarder: Pointer, winner: ContactId) -> None:
        """Leave one open episode of two contacts that are one person."""
        for _ in range(_ROUNDS):
            losing = self._threads.head(losing_id)
            if losing is not None and losing.is_resolved:
                return
            connection_id = forwarder.connection_id
            other = self._threads.pointer(winner, connection_id, consistent=True)
            if other and other.forward_to:
                winner = other.forward_to
                continue
            standing = other or Pointer(winner, connection_id, None, None, 0)
            if self._joined(losing_id, losing, forwarder.contact_id, standing):
                return
        raise BusyError("Two threads could not be joined; the message is tried again.")

    def _joined(
        self,
        losing_id: ConversationId,
        losing: Conversation | None,
        loser: ContactId,
        other: Pointer,
    ) -> bool:
        """One try; False where a race was lost or another look is needed.

        An episode without a HEAD has an opener on its way: it goes on in the survivor if
        it finds its own closed, so a HEAD that is missing is made closed.
        """
        if other.conversation_id == losing_id:
            return True
        winning = self._threads.head(other.conversation_id) if other.conversation_id else None
        if other.conversation_id is None or (winning and winning.is_resolved):
            return self._take_over(losing_id, other)
        if losing and winning:
            return self._close_one(losing, winning, other)
        if winning:
            self._shut(rules.shut(losing_id, loser, winning))
        elif losing:
            self._shut(rules.shut(other.conversation_id, other.contact_id, losing))
        return False

    def _shut(self, closed: Conversation) -> None:
        self._threads.create_head(closed, self._change("conversation.resolved"))

    def _take_over(self, losing_id: ConversationId, standing: Pointer) -> bool:
        """The winner's thread goes on in the loser's episode: it has no open one itself."""
        return self._move(replace(standing, conversation_id=losing_id)) is not None

    def _close_one(self, losing: Conversation, winning: Conversation, other: Pointer) -> bool:
        """Of two open episodes one survives and takes the counts; True when all is done."""
        survivor = rules.survivor_of(losing, winning)
        closing = winning if survivor is losing else losing
        now_ms = to_ms(self._clock.now())
        grown = rules.with_counts_of(survivor, closing, now_ms)
        closed = rules.merged(closing, survivor, now_ms)
        change = self._change("conversation.changed")
        if not self._threads.close_into((closing, closed), (survivor, grown), change):
            return False
        return self._take_over(losing.id, other) if survivor is losing else True

    def _change(self, event: str) -> Change:
        return Change(event=event, actor=_ACTOR, at_ms=to_ms(self._clock.now()))
