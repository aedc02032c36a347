"""Queues that keep what was sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chalicelib.core.queues import QueueMessage, QueueUnavailableError


class FakeQueues:
    """`sent` by queue name, `postponed` in order; a queue named in `broken` takes nothing.

    `on_send` is what happens as soon as something was sent.
    """

    def __init__(self) -> None:
        self.sent: dict[str, list[QueueMessage]] = {}
        self.postponed: list[tuple[str, str, int]] = []
        self.broken: set[str] = set()
        self.on_send: Callable[[], object] | None = None

    def send(self, queue: str, messages: Sequence[QueueMessage]) -> None:
        if queue in self.broken:
            raise QueueUnavailableError(queue)
        self.sent.setdefault(queue, []).extend(messages)
        if self.on_send is not None:
            self.on_send()

    def postpone(self, queue: str, receipt_handle: str, seconds: int) -> None:
        self.postponed.append((queue, receipt_handle, seconds))

    def waiting(self, queue: str) -> int:
        if queue in self.broken:
            raise QueueUnavailableError(queue)
        return len(self.sent.get(queue, []))
