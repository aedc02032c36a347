"""Turns what the stream shows into work on queues: doorbells of the lane, files to fetch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chalicelib.core.ids import ConversationId, MessageId, is_history_id
from chalicelib.core.queues import HISTORY_MEDIA, MEDIA, OUTBOUND, QueueMessage, Queues
from chalicelib.domains.conversations.models import Message
from chalicelib.domains.notifications.ports import Images
from chalicelib.domains.notifications.services.push import StreamChange


def order(conversation_id: ConversationId, message_id: MessageId) -> str:
    """The body of a doorbell and of an order to fetch a file."""
    return json.dumps({"conversation_id": conversation_id, "message_id": message_id})


def read_order(body: str) -> tuple[ConversationId, MessageId]:
    """What `order` wrote."""
    fields = json.loads(body)
    return ConversationId(fields["conversation_id"]), MessageId(fields["message_id"])


def doorbell(
    conversation_id: ConversationId, message_id: MessageId, deduplication_id: str
) -> QueueMessage:
    """Rings the lane of a conversation. The id is never the message's: FIFO remembers it."""
    return QueueMessage(order(conversation_id, message_id), conversation_id, deduplication_id)


@dataclass(frozen=True, slots=True)
class Event:
    """A change of the stream with its id, which is the same on every delivery."""

    id: str
    change: StreamChange


class Relay:
    """The use case of the relay."""

    def __init__(self, images: Images, queues: Queues) -> None:
        self._images = images
        self._queues = queues

    def handle(self, events: Sequence[Event]) -> None:
        """Queue the work of a batch. Raises QueueUnavailableError: deliver it again."""
        doorbells: list[QueueMessage] = []
        files: dict[str, list[QueueMessage]] = {MEDIA: [], HISTORY_MEDIA: []}
        for event in events:
            new = event.change.new and self._images.message(event.change.new)
            if not new:
                continue
            old = self._images.message(event.change.old) if event.change.old else None
            if new.due_at_ms is not None and not new.is_scheduled and not old:
                doorbells.append(doorbell(new.conversation_id, new.id, event.id))
            if _is_to_fetch(new) and not (old and _is_to_fetch(old)):
                files[_queue_for(old, new)].append(QueueMessage(order(new.conversation_id, new.id)))
        self._send(OUTBOUND, doorbells)
        for queue, orders in files.items():
            self._send(queue, orders)

    def _send(self, queue: str, messages: Iterable[QueueMessage]) -> None:
        if wanted := list(messages):
            self._queues.send(queue, wanted)


def _queue_for(old: Message | None, new: Message) -> str:
    """Of files of the past only those that somebody asks for once more are urgent."""
    is_asked_for = old is not None and old.media is not None
    return HISTORY_MEDIA if is_history_id(new.conversation_id) and not is_asked_for else MEDIA


def _is_to_fetch(message: Message) -> bool:
    return message.media is not None and message.media.state == "fetching"
