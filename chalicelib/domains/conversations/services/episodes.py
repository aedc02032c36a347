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
    ) -> Episode:
        """The open episode; opens one where there is none or `refused` is closed.

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
            if pointer and pointer.conversation_id and pointer.conversation_id != refused:
                return Episode(contact_id, pointer.conversation_id)
            conversation_id = ConversationId(new_id(to_ms(self._clock.now())))
            opened = self._open(contact_id, connection, conversation_id, pointer)
            consistent = True
            if opened is None:
                continue
            contact = self._contacts.ensure(contact_id, sender, first_sight=first_sight)
            if contact.merged_into is None:
                return Episode(contact_id, conversation_id, is_fresh=True, contact=contact)
            self._move(replace(opened, forward_to=self._contacts.root_of(contact)))
        raise BusyError("The thread's pointer moved too often; nothing was written.")

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
        name, username = sender.name or contact.name, sender.username or contact.username
        return Conversation(
            id=conversation_id,
            connection_id=connection.id,
            contact_id=contact.id,
            queue_id=connection.queue_id,
            opened_at_ms=now_ms,
            updated_at_ms=now_ms,
            version=0,
            active_at_ms=now_ms,
            contact_name=rules.cut(name, rules.NAME_BYTES) if name else None,
            phone=known.get("phone"),
            user_id=rules.user_id_in_head(known.get("whatsapp_user_id")),
            username=rules.cut(username, rules.USERNAME_BYTES) if username else None,
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
            self._join(pointer.conversation_id, pointer.forward_to or winner, pointer)

    def close_if_forwarded(self, episode: Episode, connection: Connection) -> None:
        """After making a HEAD: a merge that ran meanwhile could not close what did not exist."""
        pointer = self._threads.pointer(episode.contact_id, connection.id, consistent=True)
        if pointer and pointer.forward_to and pointer.conversation_id == episode.conversation_id:
            self._join(episode.conversation_id, pointer.forward_to, pointer)

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

    def _join(self, losing_id: ConversationId, winner: ContactId, pointer: Pointer) -> None:
        """Leave one open episode of two contacts that are one person."""
        for _ in range(_ROUNDS):
            losing = self._threads.head(losing_id)
            if losing is None or losing.is_resolved:
                return
            other = self._threads.pointer(winner, pointer.connection_id, consistent=True)
            if other and other.forward_to:
                winner = other.forward_to
            elif self._joined(losing, winner, other):
                return
        raise BusyError("Two threads could not be joined; the next message goes on with it.")

    def _joined(self, losing: Conversation, winner: ContactId, other: Pointer | None) -> bool:
        """One try; False where a race was lost."""
        if other is None or other.conversation_id is None:
            return self._take_over(losing, Pointer(winner, losing.connection_id, None, None, 0))
        if other.conversation_id == losing.id:
            return True
        winning = self._threads.head(other.conversation_id)
        if winning is None:
            return True  # its opener is about to make it; the next message joins them
        if winning.is_resolved:
            return self._take_over(losing, other)
        return self._close_one(losing, winning, other)

    def _take_over(self, losing: Conversation, standing: Pointer) -> bool:
        """The winner's thread goes on in the loser's episode: it has no open one itself."""
        return self._move(replace(standing, conversation_id=losing.id)) is not None

    def _close_one(self, losing: Conversation, winning: Conversation, other: Pointer) -> bool:
        """Of two open episodes one survives; True when all is done."""
        survivor = rules.survivor_of(losing, winning)
        closing = winning if survivor is losing else losing
        grown = rules.with_counts_of(survivor, closing, to_ms(self._clock.now()))
        changed = self._change("conversation.changed")
        if grown is not survivor and self._threads.save_head(survivor, grown, changed):
            return False
        now_ms = to_ms(self._clock.now())
        closed = rules.merged(closing, grown, now_ms)
        if self._threads.save_head(closing, closed, self._change("conversation.resolved")):
            return False
        return self._take_over(losing, other) if survivor is losing else True

    def _change(self, event: str) -> Change:
        return Change(event=event, actor=_ACTOR, at_ms=to_ms(self._clock.now()))
