"""Messages in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.dynamo import ConditionRefusedError
from chalicelib.core.ids import ConnectionId, ConversationId, MessageId
from chalicelib.core.pagination import Page
from chalicelib.domains.conversations.events import DeliveryError, DeliveryReported
from chalicelib.domains.conversations.models import Message
from chalicelib.domains.conversations.ports import Accepted, MessageRefused

Key = tuple[ConversationId, MessageId]


class MemoryMessages:
    """MessageStore; `changes` lists the writes that were taken, in order.

    The rows of `interruptions` are stored, one at each `save`, just before it: somebody
    else was quicker.
    """

    def __init__(self) -> None:
        self.rows: dict[Key, Message] = {}
        self.changes: list[Change] = []
        self.interruptions: list[Message] = []

    def put(self, message: Message, change: Change) -> Message | None:
        if standing := self.rows.get(_key(message)):
            return standing
        self._store(message, change)
        return None

    def message(
        self, conversation_id: ConversationId, message_id: MessageId, *, consistent: bool = True
    ) -> Message | None:
        return self.rows.get((conversation_id, message_id))

    def page(
        self, conversation_id: ConversationId, before: MessageId | None, limit: int
    ) -> Page[Message]:
        found = [
            message
            for message in reversed(self._of(conversation_id))
            if before is None or message.id < before
        ]
        items = found[:limit]
        return Page(items, [items[-1].id] if len(found) > limit else None)

    def page_after(
        self, conversation_id: ConversationId, after: MessageId | None, limit: int
    ) -> Page[Message]:
        found = [one for one in self._of(conversation_id) if after is None or one.id > after]
        items = found[:limit]
        return Page(items, [items[-1].id] if len(found) > limit else None)

    def received_after(
        self, conversation_id: ConversationId, after: MessageId | None
    ) -> list[MessageId]:
        return [
            message.id
            for message in self._of(conversation_id)
            if message.direction == "in" and (after is None or message.id > after)
        ]

    def save(self, old: Message, new: Message, change: Change) -> MessageRefused | None:
        if self.interruptions:
            quicker = self.interruptions.pop(0)
            self.rows[_key(quicker)] = quicker
        standing = self.rows.get(_key(old))
        if standing is None or standing.version != old.version:
            return MessageRefused(standing)
        differing = {
            field.name: getattr(new, field.name)
            for field in fields(Message)
            if getattr(old, field.name) != getattr(new, field.name)
        }
        self._store(replace(standing, **(differing | {"version": old.version + 1})), change)
        return None

    # what the provider says ----------------------------------------------------------

    def apply_status(
        self,
        conversation_id: ConversationId,
        message_id: MessageId,
        report: DeliveryReported,
        change: Change,
    ) -> MessageRefused | Message:
        standing = self.rows.get((conversation_id, message_id))
        if standing is None or not _is_news(standing, report):
            return MessageRefused(standing)
        if standing.direction != "out" or standing.connection_id != report.connection_id:
            return MessageRefused(standing)
        stamp: dict[str, Any] = {f"{report.status}_at_ms": report.second * 1000}
        stamped = replace(
            standing,
            version=standing.version + 1,
            provider_id=standing.provider_id or report.provider_id,
            error=report.error if report.status == "failed" else standing.error,
            **stamp,
        )
        return self._store(stamped, change)

    # what the lane does --------------------------------------------------------------

    def record_attempt(
        self, conversation_id: ConversationId, message_id: MessageId, now_ms: int, change: Change
    ) -> MessageRefused | Message:
        standing = self.rows.get((conversation_id, message_id))
        if standing is None or standing.due_at_ms is None or standing.due_at_ms > now_ms:
            return MessageRefused(standing)
        if standing.attempted_at_ms is not None or standing.unconfirmed_at_ms is not None:
            return MessageRefused(standing)
        if _is_stamped(standing):
            return MessageRefused(standing)
        attempted = replace(standing, attempted_at_ms=now_ms, attempts=standing.attempts + 1)
        return self._store(attempted, change)

    def record_accepted(
        self, message: Message, accepted: Accepted, now_ms: int, change: Change
    ) -> None:
        standing = self._standing(message)
        sent = replace(
            _not_due(standing),
            version=standing.version + 1,
            sent_at_ms=standing.sent_at_ms or now_ms,
            provider_id=accepted.provider_id,
            hold=accepted.hold or standing.hold,
        )
        self._store(sent, change)

    def record_failed(
        self, message: Message, error: DeliveryError, now_ms: int, change: Change
    ) -> Message | None:
        standing = self._standing(message)
        return self._settle(replace(_not_due(standing), failed_at_ms=now_ms, error=error), change)

    def record_retry(
        self, message: Message, error: DeliveryError, due_at_ms: int, change: Change
    ) -> Message | None:
        standing = self._standing(message)
        waiting = replace(standing, attempted_at_ms=None, due_at_ms=due_at_ms, error=error)
        return self._settle(waiting, change)

    def record_unconfirmed(self, message: Message, now_ms: int, change: Change) -> Message | None:
        standing = self._standing(message)
        return self._settle(replace(_not_due(standing), unconfirmed_at_ms=now_ms), change)

    def clear_due(self, message: Message, change: Change) -> None:
        self._store(_not_due(self._standing(message)), change)

    def overdue(self, connection_id: ConnectionId | None, before_ms: int) -> Iterator[Key]:
        due = [
            (message.due_at_ms, key)
            for key, message in self.rows.items()
            if message.due_at_ms is not None and message.due_at_ms <= before_ms
            if message.connection_id == connection_id and not message.is_scheduled
        ]
        return (key for _, key in sorted(due))

    def appointed(self, until_ms: int, limit: int) -> list[Key]:
        due = [
            (message.due_at_ms, key)
            for key, message in self.rows.items()
            if message.is_scheduled and message.due_at_ms is not None
            if message.due_at_ms <= until_ms
        ]
        return [key for _, key in sorted(due)][:limit]

    def _settle(self, settled: Message, change: Change) -> Message | None:
        standing = self._standing(settled)
        if _is_stamped(standing):
            self.clear_due(standing, change)
            return standing
        self._store(replace(settled, version=standing.version + 1), change)
        return None

    def _standing(self, message: Message) -> Message:
        """Messages are never deleted, so outcomes are of stored ones only."""
        if _key(message) not in self.rows:
            raise ConditionRefusedError(None)
        return self.rows[_key(message)]

    def _store(self, message: Message, change: Change) -> Message:
        reactions = sorted(message.reactions, key=lambda one: (one.order, one.actor))
        self.rows[_key(message)] = replace(message, reactions=tuple(reactions))
        self.changes.append(change)
        return self.rows[_key(message)]

    def _of(self, conversation_id: ConversationId) -> list[Message]:
        """Oldest first."""
        return [self.rows[key] for key in sorted(self.rows) if key[0] == conversation_id]


def _key(message: Message) -> Key:
    return message.conversation_id, message.id


def _not_due(message: Message) -> Message:
    return replace(message, due_at_ms=None, attempted_at_ms=None)


def _is_stamped(message: Message) -> bool:
    stamps = (
        message.sent_at_ms,
        message.delivered_at_ms,
        message.read_at_ms,
        message.played_at_ms,
        message.failed_at_ms,
    )
    return any(stamp is not None for stamp in stamps)


def _is_news(message: Message, report: DeliveryReported) -> bool:
    if getattr(message, f"{report.status}_at_ms") is not None:
        return False
    arrived = (message.delivered_at_ms, message.read_at_ms, message.played_at_ms)
    return report.status != "failed" or all(stamp is None for stamp in arrived)
