"""Pointers, the provider index and HEADs in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.core.change import Change
from chalicelib.core.ids import ConnectionId, ContactId, ConversationId, MessageId
from chalicelib.domains.contacts.models import Person
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Conversation, IndexEntry, Message, Pointer
from chalicelib.domains.conversations.ports import HeadRefused


class MemoryThreads:
    """ThreadStore; `changes` lists the writes that were taken, in order.

    The rows of `interruptions` are stored one by one, each just before the next change of a
    HEAD that is read first or applied unseen: somebody else was quicker.
    """

    def __init__(self) -> None:
        self.rows: dict[ConversationId, Conversation] = {}
        self.pins: dict[tuple[ConnectionId, str], IndexEntry] = {}
        self.pointer_rows: dict[tuple[ContactId, ConnectionId], Pointer] = {}
        self.changes: list[Change] = []
        self.interruptions: list[Conversation] = []

    # pointers ----------------------------------------------------------------------

    def pointer(
        self, contact_id: ContactId, connection_id: ConnectionId, *, consistent: bool = False
    ) -> Pointer | None:
        return self.pointer_rows.get((contact_id, connection_id))

    def pointers(self, contact_id: ContactId) -> list[Pointer]:
        return [one for key, one in sorted(self.pointer_rows.items()) if key[0] == contact_id]

    def move_pointer(self, moved: Pointer, change: Change) -> bool:
        key = moved.contact_id, moved.connection_id
        standing = self.pointer_rows.get(key)
        if moved.generation != (standing.generation + 1 if standing else 1):
            return False
        self.pointer_rows[key] = moved
        self.changes.append(change)
        return True

    # the index ---------------------------------------------------------------------

    def pin_index(self, entry: IndexEntry, change: Change) -> IndexEntry | None:
        key = entry.connection_id, entry.provider_id
        if key in self.pins:
            return self.pins[key]
        self.pins[key] = entry
        self.changes.append(change)
        return None

    def repin_index(self, old: IndexEntry, new: IndexEntry, change: Change) -> bool:
        key = old.connection_id, old.provider_id
        if self.pins.get(key) != old:
            return False
        self.pins[key] = replace(
            old, conversation_id=new.conversation_id, message_id=new.message_id
        )
        self.changes.append(change)
        return True

    def index(
        self, connection_id: ConnectionId, provider_id: str, *, consistent: bool = False
    ) -> IndexEntry | None:
        return self.pins.get((connection_id, provider_id))

    # HEAD --------------------------------------------------------------------------

    def head(
        self, conversation_id: ConversationId, *, consistent: bool = True
    ) -> Conversation | None:
        return self.rows.get(conversation_id)

    def heads(self, conversation_ids: Sequence[ConversationId]) -> list[Conversation]:
        return [self.rows[one] for one in conversation_ids if one in self.rows]

    def receive(
        self,
        conversation_id: ConversationId,
        message: Message,
        sender: Person,
        now_ms: int,
        change: Change,
    ) -> HeadRefused | None:
        self._interrupt()
        head = self.rows.get(conversation_id)
        if head is None or head.is_resolved or not _is_next(head, message):
            return HeadRefused(head)
        if head.snoozed_until_ms is not None:
            return HeadRefused(head)
        if head.phone and rules.identified(head, sender, newest=True).phone != head.phone:
            return HeadRefused(head)
        self._store(rules.received(rules.identified(head, sender), message, now_ms), change)
        return None

    def create_head(self, conversation: Conversation, change: Change) -> HeadRefused | None:
        if conversation.id in self.rows:
            return HeadRefused(self.rows[conversation.id])
        self._store(conversation, change)
        return None

    def save_head(self, old: Conversation, new: Conversation, change: Change) -> HeadRefused | None:
        self._interrupt()
        if self._version(old.id) != old.version:
            return HeadRefused(self.rows.get(old.id))
        self._store(_with_difference(self.rows[old.id], old, new), change)
        return None

    def settle(
        self, conversation_id: ConversationId, message_id: MessageId, change: Change
    ) -> None:
        if head := self.rows.get(conversation_id):
            self._store(replace(head, unsent=head.unsent - {message_id}), change)

    def close_into(
        self,
        closing: tuple[Conversation, Conversation],
        survivor: tuple[Conversation, Conversation],
        change: Change,
    ) -> bool:
        self._interrupt()
        edits = closing, survivor
        if any(self._version(old.id) != old.version for old, _ in edits):
            return False
        for old, new in edits:
            self._store(_with_difference(self.rows[old.id], old, new), change)
        return True

    def reopen(
        self, old: Conversation, new: Conversation, pointer: Pointer, change: Change
    ) -> bool:
        self._interrupt()
        key = pointer.contact_id, pointer.connection_id
        named = self.pointer_rows.get(key)
        if named is None or named.generation != pointer.generation:
            return False
        if named.conversation_id != old.id or self._version(old.id) != old.version:
            return False
        self.pointer_rows[key] = replace(named, generation=named.generation + 1)
        self._store(_with_difference(self.rows[old.id], old, new), change)
        return True

    def _version(self, conversation_id: ConversationId) -> int | None:
        head = self.rows.get(conversation_id)
        return head.version if head else None

    def _store(self, head: Conversation, change: Change) -> None:
        self.rows[head.id] = replace(
            head,
            applied=_full(head.applied, rules.APPLIED_RING),
            sent=_full(head.sent, rules.SENT_RING),
        )
        self.changes.append(change)

    def _interrupt(self) -> None:
        if self.interruptions:
            quicker = self.interruptions.pop(0)
            self.rows[quicker.id] = quicker


def _is_next(head: Conversation, message: Message) -> bool:
    is_newer = head.last is not None and head.last.id < message.id
    standing, ends = head.window_expires_second, rules.window_end_of(message)
    moves_window = ends is None or standing is None or standing <= ends
    return is_newer and moves_window and rules.mark(message.id) not in head.applied


def _with_difference(standing: Conversation, old: Conversation, new: Conversation) -> Conversation:
    """`standing` differs from `old` at most in the lane's list, which keeps its version."""
    unsent = (standing.unsent | (new.unsent - old.unsent)) - (old.unsent - new.unsent)
    return replace(new, unsent=unsent)


def _full(ring: tuple[str, ...], size: int) -> tuple[str, ...]:
    return ring + (rules.EMPTY_MARK,) * (size - len(ring))
