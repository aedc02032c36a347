"""The queue port of the product, watched: what was sent, and whose return a handler has set.

A handler that sets the visibility of a message itself decides when it comes back; the
trigger's own back-off leaves such a message alone.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from chalicelib.core.queues import STATUS, QueueMessage
from infra.local.queues import LocalQueues

_EARLY_SECONDS = 0.1  # better to count a message twice than to overlook it
_PARKING = frozenset({STATUS})


class ObservedQueues:
    """Implements chalicelib.core.queues.Queues on the local queues."""

    def __init__(self, queues: LocalQueues) -> None:
        self.local = queues
        self._lock = threading.Lock()
        self._parked: dict[str, dict[str, float]] = {}
        self.sends = 0

    def send(self, queue: str, messages: Sequence[QueueMessage]) -> None:
        with self._lock:
            self.sends += 1
        self.local.send(queue, messages)

    def postpone(self, queue: str, receipt_handle: str, seconds: int) -> None:
        """Let the message come back in that many seconds, and not before."""
        ends = time.monotonic() + seconds - _EARLY_SECONDS
        with self._lock:
            self._parked.setdefault(queue, {})[receipt_handle] = ends
        self.local.change_visibility(queue, receipt_handle, seconds)

    def postponed(self, queue: str, receipt_handle: str) -> bool:
        """Whether a handler has set the return of this delivery."""
        with self._lock:
            return receipt_handle in self._parked.get(queue, {})

    def unfinished(self) -> int:
        """Messages that wait or are in flight; those parked for later on STATUS do not count."""
        return sum(
            counts["waiting"] + counts["in_flight"] - self._parked_now(name)
            if name in _PARKING
            else counts["waiting"] + counts["in_flight"] + counts["delayed"]
            for name, counts in self.local.counts().items()
            if not name.startswith("dead-")
        )

    def forget(self) -> None:
        """Empty every queue."""
        self.local.purge()
        with self._lock:
            self._parked.clear()

    def _parked_now(self, queue: str) -> int:
        now = time.monotonic()
        with self._lock:
            left = {key: end for key, end in self._parked.get(queue, {}).items() if end > now}
            self._parked[queue] = left
            return len(left)
