"""What FIFO and standard queues have in common: messages in flight, timers, receive counts.

Not thread-safe: LocalQueues holds its lock around every call. No operation walks the queue.
"""

from __future__ import annotations

import heapq
import itertools
from abc import ABC, abstractmethod

from infra.local.queues.messages import StoredMessage
from infra.queue_definition import QueueDefinition


class MessageStore(ABC):
    """The messages of one queue; times are seconds, given by the caller."""

    def __init__(self, definition: QueueDefinition) -> None:
        self.definition = definition
        self.waiting = 0
        self._in_flight: dict[str, StoredMessage] = {}
        self._timed: dict[int, StoredMessage] = {}
        self._timers: list[tuple[float, int]] = []
        self._numbers = itertools.count(1)

    @property
    def in_flight(self) -> int:
        return len(self._in_flight)

    @property
    def delayed(self) -> int:
        return len(self._timed) - len(self._in_flight)

    def add(self, message: StoredMessage, now: float, delay_seconds: float = 0) -> None:
        """Put a message on the queue, receivable after the delay."""
        if delay_seconds > 0:
            self._start_timer(message, now + delay_seconds)
        else:
            self._make_receivable(message)

    def take(self, most: int, now: float) -> tuple[list[StoredMessage], list[StoredMessage]]:
        """Messages now in flight, and those received too often, which leave the queue."""
        taken: list[StoredMessage] = []
        dead: list[StoredMessage] = []
        while len(taken) < most and (message := self._next_receivable()) is not None:
            if self._received_too_often(message):
                dead.append(message)
                self._landed(message)
            else:
                self._begin_flight(message, now)
                taken.append(message)
        return taken, dead

    def expire(self, now: float) -> None:
        """Make receivable what has waited out its delay or visibility."""
        while self._timers and self._timers[0][0] <= now:
            message = self._timed.get(heapq.heappop(self._timers)[1])
            if message is not None:
                self._give_back(message)

    def next_due(self) -> float | None:
        """When the next delay or visibility ends."""
        while self._timers and self._timers[0][1] not in self._timed:
            heapq.heappop(self._timers)
        return self._timers[0][0] if self._timers else None

    def delete(self, receipt: str) -> StoredMessage | None:
        """Remove a message in flight; None where the receipt is not valid any more."""
        message = self._in_flight.pop(receipt, None)
        if message is None:
            return None
        self._stop_timer(message)
        message.receipt = None
        self._landed(message)
        return message

    def change_visibility(self, receipt: str, seconds: float, now: float) -> bool:
        """Let the delivery end in that many seconds; False where it has ended."""
        message = self._in_flight.get(receipt)
        if message is None:
            return False
        if seconds <= 0:
            self._give_back(message)
        else:
            self._start_timer(message, now + seconds)
        return True

    @abstractmethod
    def has_receivable(self) -> bool:
        """Whether take() would find something."""

    @abstractmethod
    def _make_receivable(self, message: StoredMessage) -> None: ...

    @abstractmethod
    def _next_receivable(self) -> StoredMessage | None: ...

    @abstractmethod
    def _landed(self, message: StoredMessage) -> None:
        """A message that was taken is in flight no more: given back, deleted or dead."""

    def _received_too_often(self, message: StoredMessage) -> bool:
        most = self.definition.max_receive_count
        return most is not None and message.receive_count >= most

    def _begin_flight(self, message: StoredMessage, now: float) -> None:
        message.receive_count += 1
        message.first_received_at = message.first_received_at or now
        message.receipt = f"{message.message_id}#{message.receive_count}"
        self._in_flight[message.receipt] = message
        self._start_timer(message, now + self.definition.visibility_timeout_seconds)

    def _give_back(self, message: StoredMessage) -> None:
        self._stop_timer(message)
        if message.receipt is not None:
            del self._in_flight[message.receipt]
            message.receipt = None
            self._landed(message)
        self._make_receivable(message)

    def _start_timer(self, message: StoredMessage, due: float) -> None:
        self._stop_timer(message)
        message.timer = next(self._numbers)
        self._timed[message.timer] = message
        heapq.heappush(self._timers, (due, message.timer))

    def _stop_timer(self, message: StoredMessage) -> None:
        if message.timer is not None:
            del self._timed[message.timer]
            message.timer = None
