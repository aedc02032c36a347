"""The queue port of the product, watched: what was sent, and whose return a handler has set.

A handler that sets the visibility of a message itself decides when it comes back; the
trigger's own back-off leaves such a message alone.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from chalicelib.core.queues import STATUS, QueueMessage
from infra.local.queues import LocalQueues


class ObservedQueues:
    """Implements chalicelib.core.queues.Queues on the local queues."""

    def __init__(self, queues: LocalQueues) -> None:
        self.local = queues
        self._lock = threading.Lock()
        self._postponed: set[str] = set()
        self.sends = 0

    def send(self, queue: str, messages: Sequence[QueueMessage]) -> None:
        with self._lock:
            self.sends += 1
        self.local.send(queue, messages)

    def postpone(self, queue: str, receipt_handle: str, seconds: int) -> None:
        """Let the message come back in that many seconds, and not before."""
        with self._lock:
            self._postponed.add(receipt_handle)
        self.local.change_visibility(queue, receipt_handle, seconds)

    def waiting(self, queue: str) -> int:
        return self.local.waiting(queue)

    def take_postponed(self, receipt_handle: str) -> bool:
        """Whether a handler has set the return of this delivery; forgets it."""
        with self._lock:
            known = receipt_handle in self._postponed
            self._postponed.discard(receipt_handle)
            return known

    def unfinished(self) -> int:
        """Messages that wait or are in flight; what is delayed on STATUS is parked, and no work."""
        return sum(
            counts["waiting"] + counts["in_flight"] + (0 if name == STATUS else counts["delayed"])
            for name, counts in self.local.counts().items()
            if not name.startswith("dead-")
        )

    def forget(self) -> None:
        """Empty every queue."""
        self.local.purge()
        with self._lock:
            self._postponed.clear()
