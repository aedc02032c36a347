"""Queues that keep what was sent."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.core.queues import QueueMessage, QueueUnavailableError


class FakeQueues:
    """`sent` by queue name, `postponed` in order; a queue named in `broken` takes nothing."""

    def __init__(self) -> None:
        self.sent: dict[str, list[QueueMessage]] = {}
        self.postponed: list[tuple[str, str, int]] = []
        self.broken: set[str] = set()

    def send(self, queue: str, messages: Sequence[QueueMessage]) -> None:
        if queue in self.broken:
            raise QueueUnavailableError(queue)
        self.sent.setdefault(queue, []).extend(messages)

    def postpone(self, queue: str, receipt_handle: str, seconds: int) -> None:
        self.postponed.append((queue, receipt_handle, seconds))
