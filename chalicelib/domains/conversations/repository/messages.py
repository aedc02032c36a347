"""Messages: put once, stamped by conditional updates that commute."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.core.change import Change
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo
from chalicelib.core.ids import ConnectionId, ConversationId, MessageId
from chalicelib.core.pagination import Page
from chalicelib.domains.conversations.events import DeliveryError, DeliveryReported
from chalicelib.domains.conversations.models import Message
from chalicelib.domains.conversations.ports import Accepted, MessageRefused
from chalicelib.domains.conversations.repository.mapping import (
    due_shard,
    due_shards,
    message_of,
    message_row,
)
from chalicelib.domains.conversations.repository.rows import (
    DUE_SHARDS,
    SCHEDULED,
    DueRow,
    MessageRow,
    message_key,
)

_STAMPS = {
    "sent": MessageRow.sent_at_ms,
    "delivered": MessageRow.delivered_at_ms,
    "read": MessageRow.read_at_ms,
    "played": MessageRow.played_at_ms,
    "failed": MessageRow.failed_at_ms,
}
_DUE_AT_ONCE = 200
_COMMON_SHARDS = tuple(str(number) for number in range(DUE_SHARDS))
"""Where earlier versions put what is to be sent, of all connections together."""
_NEXT_VERSION = MessageRow.version.set(MessageRow.version + 1)
_NOT_DUE: list[Action] = [
    MessageRow.due_at_ms.remove(),
    MessageRow.due_shard.remove(),
    MessageRow.attempted_at_ms.remove(),
]


def _none_of(*words: str) -> Condition:
    first, *others = (_STAMPS[word].does_not_exist() for word in words)
    for other in others:
        first &= other
    return first


class DynamoMessageStore:
    """MessageStore on the `conversations` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def put(self, message: Message, change: Change) -> Message | None:
        row = message_row(message)
        try:
            self._dynamo.put(row, change=change, condition=MessageRow.pk.does_not_exist())
        except ConditionRefusedError as refused:
            earlier = refused.old_as(MessageRow)
            return message_of(earlier) if earlier else None
        return None

    def message(
        self, conversation_id: ConversationId, message_id: MessageId, *, consistent: bool = True
    ) -> Message | None:
        key = message_key(conversation_id, message_id)
        row = self._dynamo.get(MessageRow, key, consistent=consistent)
        return message_of(row) if row else None

    def page(
        self, conversation_id: ConversationId, before: MessageId | None, limit: int
    ) -> Page[Message]:
        return self._page(conversation_id, ("M#", f"M#{before or '~'}"), limit, forward=False)

    def page_after(
        self, conversation_id: ConversationId, after: MessageId | None, limit: int
    ) -> Page[Message]:
        return self._page(conversation_id, (f"M#{after or ''}", "M#~"), limit, forward=True)

    def _page(
        self, conversation_id: ConversationId, ends: tuple[str, str], limit: int, *, forward: bool
    ) -> Page[Message]:
        """Messages between two places of the thread; neither end is shown."""
        asked = limit + 2  # the range holds its ends, too
        key = (MessageRow.pk == f"C#{conversation_id}") & MessageRow.sk.between(*ends)
        rows = self._dynamo.query(MessageRow, key, forward=forward, limit=asked)
        found = [message_of(row) for row in rows.items if row.sk not in ends]
        items = found[:limit]
        is_cut = rows.last_key is not None and len(rows.items) < asked  # at a megabyte
        more = len(found) > limit or is_cut
        return Page(items, [items[-1].id] if more and items else None)

    def received_after(
        self, conversation_id: ConversationId, after: MessageId | None
    ) -> list[MessageId]:
        lower = f"M#{after}" if after else "M#"
        key = (MessageRow.pk == f"C#{conversation_id}") & MessageRow.sk.between(lower, "M#~")
        rows = self._dynamo.query_all(MessageRow, key, consistent=True)
        return [
            MessageId(row.sk[2:]) for row in rows if row.direction == "i" and row.sk[2:] != after
        ]

    def save(self, old: Message, new: Message, change: Change) -> MessageRefused | None:
        before = message_row(old).serialize()
        after = message_row(replace(new, version=old.version + 1)).serialize()
        actions: list[Action] = [
            Path(name).set(value) for name, value in after.items() if before.get(name) != value
        ]
        actions += [Path(name).remove() for name in before.keys() - after.keys()]
        try:
            self._update(old, actions, change, MessageRow.version == old.version)
        except ConditionRefusedError as refused:
            return _refused(refused)
        return None

    # what the provider says ----------------------------------------------------------

    def apply_status(
        self,
        conversation_id: ConversationId,
        message_id: MessageId,
        report: DeliveryReported,
        change: Change,
    ) -> MessageRefused | Message:
        ours = (MessageRow.direction == "o") & (MessageRow.connection_id == report.connection_id)
        condition = ours & _none_of(report.status)
        actions: list[Action] = [
            _NEXT_VERSION,
            _STAMPS[report.status].set(report.second * 1000),
            MessageRow.provider_id.set(MessageRow.provider_id | report.provider_id),
        ]
        if report.status == "failed":
            condition &= _none_of("delivered", "read", "played")
            if report.error is not None:
                actions.append(MessageRow.error.set(asdict(report.error)))
            else:
                actions.append(MessageRow.error.remove())  # of an attempt before
        key = message_key(conversation_id, message_id)
        try:
            row = self._dynamo.update_and_get(
                MessageRow, key, actions, change=change, condition=condition
            )
        except ConditionRefusedError as refused:
            return _refused(refused)
        return message_of(row)

    # what the lane does --------------------------------------------------------------

    def record_attempt(
        self, conversation_id: ConversationId, message_id: MessageId, now_ms: int, change: Change
    ) -> MessageRefused | Message:
        condition = (
            (MessageRow.due_at_ms <= now_ms)
            & MessageRow.attempted_at_ms.does_not_exist()
            & MessageRow.unconfirmed_at_ms.does_not_exist()
            & _none_of(*_STAMPS)
        )
        actions = [
            MessageRow.attempted_at_ms.set(now_ms),
            MessageRow.attempts.set((MessageRow.attempts | 0) + 1),
        ]
        key = message_key(conversation_id, message_id)
        try:
            row = self._dynamo.update_and_get(
                MessageRow, key, actions, change=change, condition=condition
            )
        except ConditionRefusedError as refused:
            return _refused(refused)
        return message_of(row)

    def record_accepted(
        self, message: Message, accepted: Accepted, now_ms: int, change: Change
    ) -> None:
        actions = [
            *_NOT_DUE,
            _NEXT_VERSION,
            MessageRow.sent_at_ms.set(MessageRow.sent_at_ms | now_ms),
            MessageRow.provider_id.set(accepted.provider_id),
        ]
        if accepted.hold is not None:
            actions.append(MessageRow.hold.set(accepted.hold))
        self._update(message, actions, change, MessageRow.pk.exists())

    def record_failed(
        self, message: Message, error: DeliveryError, now_ms: int, change: Change
    ) -> Message | None:
        actions = [
            *_NOT_DUE,
            _NEXT_VERSION,
            MessageRow.failed_at_ms.set(now_ms),
            MessageRow.error.set(asdict(error)),
        ]
        return self._settle(message, actions, change)

    def record_retry(
        self, message: Message, error: DeliveryError, due_at_ms: int, change: Change
    ) -> Message | None:
        actions = [
            MessageRow.attempted_at_ms.remove(),
            _NEXT_VERSION,
            MessageRow.due_at_ms.set(due_at_ms),
            MessageRow.due_shard.set(due_shard(message)),
            MessageRow.error.set(asdict(error)),
        ]
        return self._settle(message, actions, change)

    def record_unconfirmed(self, message: Message, now_ms: int, change: Change) -> Message | None:
        actions = [*_NOT_DUE, _NEXT_VERSION, MessageRow.unconfirmed_at_ms.set(now_ms)]
        return self._settle(message, actions, change)

    def clear_due(self, message: Message, change: Change) -> None:
        self._update(message, list(_NOT_DUE), change, MessageRow.pk.exists())

    def overdue(
        self, connection_id: ConnectionId | None, before_ms: int
    ) -> Iterator[tuple[ConversationId, MessageId]]:
        shards = _COMMON_SHARDS if connection_id is None else due_shards(connection_id)
        rows = [self._overdue_in(shard, before_ms) for shard in shards]
        for row in heapq.merge(*rows, key=lambda one: one.due_at_ms):
            yield ConversationId(row.pk[2:]), MessageId(row.sk[2:])

    def _overdue_in(self, shard: str, before_ms: int) -> Iterator[DueRow]:
        key = (DueRow.due_shard == shard) & (DueRow.due_at_ms <= before_ms)
        return self._dynamo.query_all(DueRow, key, index="due", limit=_DUE_AT_ONCE)

    def appointed(self, until_ms: int, limit: int) -> list[tuple[ConversationId, MessageId]]:
        key = (DueRow.due_shard == SCHEDULED) & (DueRow.due_at_ms <= until_ms)
        rows = self._dynamo.query(DueRow, key, index="due", limit=limit)
        return [(ConversationId(row.pk[2:]), MessageId(row.sk[2:])) for row in rows.items]

    def _settle(
        self, message: Message, actions: Sequence[Action], change: Change
    ) -> Message | None:
        """An outcome of the lane's own, unless a status came first."""
        try:
            self._update(message, actions, change, MessageRow.pk.exists() & _none_of(*_STAMPS))
        except ConditionRefusedError as refused:
            self.clear_due(message, change)
            row = refused.old_as(MessageRow)
            return message_of(row) if row else None
        return None

    def _update(
        self, message: Message, actions: Sequence[Action], change: Change, condition: Condition
    ) -> None:
        key = message_key(message.conversation_id, message.id)
        self._dynamo.update(MessageRow, key, actions, change=change, condition=condition)


def _refused(refused: ConditionRefusedError) -> MessageRefused:
    row = refused.old_as(MessageRow)
    return MessageRefused(message_of(row) if row else None)
