"""A standard queue: delays, visibility, redelivery; order as sent, which SQS does not promise."""

from __future__ import annotations

from collections import deque

from infra.local.queues.message_store import MessageStore
from infra.local.queues.messages import StoredMessage
from infra.queue_definition import QueueDefinition


class StandardStore(MessageStore):
    """Messages without groups; one given back goes to the end."""

    def __init__(self, definition: QueueDefinition) -> None:
        super().__init__(definition)
        self._receivable: deque[StoredMessage] = deque()

    def has_receivable(self) -> bool:
        return bool(self._receivable)

    def _make_receivable(self, message: StoredMessage) -> None:
        self._receivable.append(message)
        self.waiting += 1

    def _next_receivable(self) -> StoredMessage | None:
        if not self._receivable:
            return None
        self.waiting -= 1
        return self._receivable.popleft()

    def _landed(self, message: StoredMessage) -> None:
        """Nothing waits for it."""
