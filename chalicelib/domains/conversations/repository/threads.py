"""Pointers, the provider index and HEADs: single conditional writes, one transaction apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.core.change import Change
from chalicelib.core.dynamo import (
    ConditionRefusedError,
    Dynamo,
    Edit,
    RawItem,
    TransactionRefusedError,
)
from chalicelib.core.ids import ConnectionId, ContactId, ConversationId, MessageId
from chalicelib.domains.contacts.models import Person
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Conversation, IndexEntry, Message, Pointer
from chalicelib.domains.conversations.ports import HeadRefused
from chalicelib.domains.conversations.repository.mapping import (
    KIND_CODES,
    activity,
    conversation_of,
    head_row,
    unsent_mark,
)
from chalicelib.domains.conversations.repository.rows import (
    HeadRow,
    IndexRow,
    PointerRow,
    head_key,
    index_key,
    pointer_key,
)

_UNSENT = HeadRow.unsent.attr_name


class DynamoThreadStore:
    """ThreadStore on the `conversations` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    # pointers ----------------------------------------------------------------------

    def pointer(
        self, contact_id: ContactId, connection_id: ConnectionId, *, consistent: bool = False
    ) -> Pointer | None:
        key = pointer_key(contact_id, connection_id)
        row = self._dynamo.get(PointerRow, key, consistent=consistent)
        return _pointer(row) if row else None

    def pointers(self, contact_id: ContactId) -> list[Pointer]:
        condition = PointerRow.pk == f"T#{contact_id}"
        return [
            _pointer(row) for row in self._dynamo.query_all(PointerRow, condition, consistent=True)
        ]

    def move_pointer(self, moved: Pointer, change: Change) -> bool:
        pk, sk = pointer_key(moved.contact_id, moved.connection_id)
        row = PointerRow(
            pk,
            sk,
            conversation_id=moved.conversation_id,
            forward_to=moved.forward_to,
            generation=moved.generation,
        )
        condition: Condition = PointerRow.generation == moved.generation - 1
        if moved.generation == 1:
            condition = PointerRow.pk.does_not_exist()
        try:
            self._dynamo.put(row, change=change, condition=condition)
        except ConditionRefusedError:
            return False
        return True

    # the index ---------------------------------------------------------------------

    def pin_index(self, entry: IndexEntry, change: Change) -> IndexEntry | None:
        pk, sk = index_key(entry.connection_id, entry.provider_id)
        row = IndexRow(pk, sk, conversation_id=entry.conversation_id, message_id=entry.message_id)
        try:
            self._dynamo.put(row, change=change, condition=IndexRow.pk.does_not_exist())
        except ConditionRefusedError as refused:
            earlier = refused.old_as(IndexRow)
            return _entry(entry, earlier) if earlier else None
        return None

    def repin_index(self, old: IndexEntry, new: IndexEntry, change: Change) -> bool:
        condition = (IndexRow.conversation_id == old.conversation_id) & (
            IndexRow.message_id == old.message_id
        )
        actions = [
            IndexRow.conversation_id.set(new.conversation_id),
            IndexRow.message_id.set(new.message_id),
        ]
        key = index_key(old.connection_id, old.provider_id)
        try:
            self._dynamo.update(IndexRow, key, actions, change=change, condition=condition)
        except ConditionRefusedError:
            return False
        return True

    def index(
        self, connection_id: ConnectionId, provider_id: str, *, consistent: bool = False
    ) -> IndexEntry | None:
        key = index_key(connection_id, provider_id)
        row = self._dynamo.get(IndexRow, key, consistent=consistent)
        if row is None:
            return None
        return IndexEntry(
            connection_id=connection_id,
            provider_id=provider_id,
            conversation_id=ConversationId(row.conversation_id),
            message_id=MessageId(row.message_id),
        )

    def unpin_index(self, connection_id: ConnectionId, provider_id: str, change: Change) -> None:
        """Forget a pin: the provider's id tells whose number it was about."""
        self._dynamo.take_away(IndexRow, index_key(connection_id, provider_id), change=change)

    # HEAD --------------------------------------------------------------------------

    def head(
        self, conversation_id: ConversationId, *, consistent: bool = True
    ) -> Conversation | None:
        row = self._dynamo.get(HeadRow, head_key(conversation_id), consistent=consistent)
        return conversation_of(row) if row else None

    def heads(self, conversation_ids: Sequence[ConversationId]) -> list[Conversation]:
        if not conversation_ids:
            return []
        rows = self._dynamo.batch_get(HeadRow, [head_key(one) for one in conversation_ids])
        found = {row.pk: row for row in rows}
        keys = [head_key(one)[0] for one in conversation_ids]
        return [conversation_of(found[pk]) for pk in keys if pk in found]

    def receive(
        self,
        conversation_id: ConversationId,
        message: Message,
        sender: Person,
        now_ms: int,
        change: Change,
    ) -> HeadRefused | None:
        mark = rules.mark(message.id)
        condition = (
            HeadRow.resolved_at_ms.does_not_exist()
            & HeadRow.snoozed_until_ms.does_not_exist()  # HEAD has to be seen to wake it
            & (HeadRow.last_id < message.id)
            & ~HeadRow.applied.contains(mark)
        )
        if (ends := rules.window_end_of(message)) is not None:
            # an advertisement or a merge may have brought a window that ends later
            window = HeadRow.window_expires_second
            condition &= window.does_not_exist() | (window <= ends)
        if proof := rules.proof_of_phone(sender):
            # somebody known by their user id writes from another phone: HEAD has to be seen
            user_id, phone = proof
            same_phone = HeadRow.phone.does_not_exist() | (HeadRow.phone == phone)
            condition &= same_phone | ~(HeadRow.user_id == user_id)
        try:
            self._dynamo.update(
                HeadRow,
                head_key(conversation_id),
                [*_receiving(message, mark, now_ms), *_identifying(sender)],
                change=change,
                condition=condition,
            )
        except ConditionRefusedError as refused:
            return _refused(refused)
        return None

    def create_head(self, conversation: Conversation, change: Change) -> HeadRefused | None:
        try:
            self._dynamo.put(
                head_row(conversation), change=change, condition=HeadRow.pk.does_not_exist()
            )
        except ConditionRefusedError as refused:
            return _refused(refused)
        return None

    def save_head(self, old: Conversation, new: Conversation, change: Change) -> HeadRefused | None:
        try:
            self._dynamo.update(
                HeadRow,
                head_key(old.id),
                _difference(old, new),
                change=change,
                condition=HeadRow.version == old.version,
            )
        except ConditionRefusedError as refused:
            return _refused(refused)
        return None

    def settle(
        self, conversation_id: ConversationId, message_id: MessageId, change: Change
    ) -> None:
        actions = [HeadRow.unsent.delete({unsent_mark(message_id)})]
        try:
            self._dynamo.update(
                HeadRow,
                head_key(conversation_id),
                actions,
                change=change,
                condition=HeadRow.pk.exists(),
            )
        except ConditionRefusedError:
            return  # no HEAD, no list

    def close_into(
        self,
        closing: tuple[Conversation, Conversation],
        survivor: tuple[Conversation, Conversation],
        change: Change,
    ) -> bool:
        closed, grown = (
            replace(change, event=f"conversation.{e}") for e in ("resolved", "changed")
        )
        try:
            self._dynamo.transact(head_edit(*closing, closed), head_edit(*survivor, grown))
        except TransactionRefusedError:
            return False
        return True

    def reopen(
        self, old: Conversation, new: Conversation, pointer: Pointer, change: Change
    ) -> bool:
        key = pointer_key(pointer.contact_id, pointer.connection_id)
        names_it = (PointerRow.generation == pointer.generation) & (
            PointerRow.conversation_id == old.id
        )
        raised = [PointerRow.generation.set(pointer.generation + 1)]
        try:
            self._dynamo.transact(
                Edit(PointerRow, key, raised, change, names_it), head_edit(old, new, change)
            )
        except TransactionRefusedError:
            return False
        return True


def head_edit(old: Conversation, new: Conversation, change: Change) -> Edit:
    """In a transaction: write what differs, if HEAD still has the old version."""
    version = HeadRow.version == old.version
    return Edit(HeadRow, head_key(old.id), _difference(old, new), change, version)


def _receiving(message: Message, mark: str, now_ms: int) -> list[Action]:
    """HEAD with the newest customer message, written without having been read.

    The ring is shifted from its end on: right under engines that apply one action after
    the other as well as under DynamoDB, where every right side is the old item. The tray
    place of a held conversation is its holder's, of a waiting one its queue's.
    """
    ring = HeadRow.applied
    shifts: list[Action] = [
        ring[slot].set(ring[slot - 1]) for slot in range(rules.APPLIED_RING - 1, 0, -1)
    ]
    last, window_end = rules.last_of(message), rules.window_end_of(message)
    window = [HeadRow.window_expires_second.set(window_end)] if window_end is not None else []
    return [
        *shifts,
        *window,
        ring[0].set(mark),
        HeadRow.version.set(HeadRow.version + 1),
        HeadRow.updated_at_ms.set(now_ms),
        HeadRow.unread.set(HeadRow.unread + 1),
        HeadRow.unanswered.set(HeadRow.unanswered + 1),
        HeadRow.waiting_since_ms.set(HeadRow.waiting_since_ms | now_ms),
        HeadRow.last_id.set(last.id),
        HeadRow.last_kind.set(KIND_CODES[last.kind]),
        HeadRow.last_direction.set("i"),
        HeadRow.last_preview.set(last.preview),
        HeadRow.active_at.set(activity(message.arrived_at_ms)),
        HeadRow.place.set(HeadRow.assignee_id | HeadRow.queue_id),
    ]


def _identifying(sender: Person) -> list[Action]:
    """What was not known of the customer yet, as `rules.identified` has it."""
    known = {one.kind: one.value for one in sender.identities}
    actions: list[Action] = []
    if phone := known.get("phone"):
        actions.append(HeadRow.phone.set(HeadRow.phone | phone))
    if user_id := rules.user_id_in_head(known.get("whatsapp_user_id")):
        actions.append(HeadRow.user_id.set(HeadRow.user_id | user_id))
    if name := rules.name_in_head(sender.name):
        actions.append(HeadRow.contact_name.set(HeadRow.contact_name | name))
    if username := rules.username_in_head(sender.username):
        actions.append(HeadRow.username.set(HeadRow.username | username))
    return actions


def _difference(old: Conversation, new: Conversation) -> list[Action]:
    """What turns the stored HEAD into the new one; the lane's list is changed entry by entry."""
    before, after = _raw(old), _raw(new)
    actions: list[Action] = [
        Path(name).set(value) for name, value in after.items() if before.get(name) != value
    ]
    actions += [Path(name).remove() for name in before.keys() - after.keys()]
    if added := new.unsent - old.unsent:
        actions.append(HeadRow.unsent.add({unsent_mark(one) for one in added}))
    if settled := old.unsent - new.unsent:
        actions.append(HeadRow.unsent.delete({unsent_mark(one) for one in settled}))
    return actions


def _raw(conversation: Conversation) -> RawItem:
    item = head_row(conversation).serialize()
    for name in ("pk", "sk", _UNSENT):
        item.pop(name, None)
    return item


def _refused(refused: ConditionRefusedError) -> HeadRefused:
    row = refused.old_as(HeadRow)
    return HeadRefused(conversation_of(row) if row else None)


def _pointer(row: PointerRow) -> Pointer:
    return Pointer(
        contact_id=ContactId(row.pk[2:]),
        connection_id=ConnectionId(row.sk[2:]),
        conversation_id=ConversationId(row.conversation_id) if row.conversation_id else None,
        forward_to=ContactId(row.forward_to) if row.forward_to else None,
        generation=int(row.generation),
    )


def _entry(wanted: IndexEntry, row: IndexRow) -> IndexEntry:
    return IndexEntry(
        connection_id=wanted.connection_id,
        provider_id=wanted.provider_id,
        conversation_id=ConversationId(row.conversation_id),
        message_id=MessageId(row.message_id),
    )
