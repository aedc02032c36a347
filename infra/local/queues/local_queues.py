"""All queues of the local stack behind one lock: the sending port and the receiving side.

Refuses what SQS refuses. A stale receipt handle changes nothing: a consumer that was too
slow sees its message again, as with a FIFO queue of SQS. With a journal the messages outlive
the process; those that were in flight come again at once.
"""

from __future__ import annotations

import itertools
import threading
import time
import uuid
from collections.abc import Sequence
from typing import TypedDict

from chalicelib.core.clock import Clock
from chalicelib.core.queues import QueueMessage
from infra.local.keeping.journal import Journal
from infra.local.queues.deduplication import WINDOW_SECONDS, DeduplicationWindow
from infra.local.queues.fifo import FifoStore
from infra.local.queues.kept import KeptQueues
from infra.local.queues.message_store import MessageStore
from infra.local.queues.messages import ReceivedMessage, StoredMessage
from infra.local.queues.refusals import check_message
from infra.local.queues.standard import StandardStore
from infra.queue_definition import QueueDefinition

_MOST_MESSAGES = 10
_MOST_VISIBILITY_SECONDS = 43_200


class QueueCounts(TypedDict):
    """How many messages a queue has, by what they wait for."""

    waiting: int
    in_flight: int
    delayed: int


class LocalQueues:
    """Implements chalicelib.core.queues.Queues; safe for threads.

    `clock` decides delays, visibility and deduplication; only the waiting of receive() and
    wait() is real time.
    """

    def __init__(
        self,
        definitions: Sequence[QueueDefinition],
        clock: Clock,
        journal: Journal | None = None,
    ) -> None:
        self._clock = clock
        self._kept = KeptQueues(journal)
        self._lock = threading.RLock()
        self._closed = False
        self._sequences = itertools.count(1)
        self._definitions = {definition.name: definition for definition in definitions}
        self._changed = {name: threading.Condition(self._lock) for name in self._definitions}
        self._empty()
        for definition in definitions:
            if definition.dead_letter not in {None, *self._definitions}:
                raise ValueError(f"{definition.name}: no queue {definition.dead_letter}")
        self._restore()

    def send(self, queue: str, messages: Sequence[QueueMessage]) -> None:
        """Put all messages on the queue, or none and raise MessageRefusedError."""
        definition = self._definitions[queue]
        for message in messages:
            check_message(definition, message)
        with self._changed[queue]:
            now = self._now()
            for message in messages:
                self._add(queue, message, now)
            self._kept.note()
            self._changed[queue].notify_all()

    def receive(
        self, queue: str, max_messages: int = 1, wait_seconds: float = 0
    ) -> list[ReceivedMessage]:
        """Up to 10 messages, as soon as there is one; none after the wait or close()."""
        if not 1 <= max_messages <= _MOST_MESSAGES:
            raise ValueError(f"max_messages must be 1 to {_MOST_MESSAGES}")
        deadline = time.monotonic() + wait_seconds
        with self._changed[queue]:
            taken = self._take(queue, max_messages)
            while not taken and self._wait_for_change(queue, deadline):
                taken = self._take(queue, max_messages)
            fifo = self._definitions[queue].fifo
            return [message.received(fifo) for message in taken]

    def wait(self, queue: str, timeout_seconds: float) -> bool:
        """Block until the queue has something to receive; False after the timeout or close()."""
        deadline = time.monotonic() + timeout_seconds
        with self._changed[queue]:
            while not self._has_receivable(queue):
                if not self._wait_for_change(queue, deadline):
                    return False
            return True

    def delete(self, queue: str, receipt_handle: str) -> bool:
        """The message was processed; False where the receipt is not valid any more."""
        with self._changed[queue]:
            self._stores[queue].expire(self._now())
            deleted = self._stores[queue].delete(receipt_handle)
            if deleted is not None:
                self._kept.left(queue, deleted)
                self._kept.note()
            self._changed[queue].notify_all()
            return deleted is not None

    def change_visibility(self, queue: str, receipt_handle: str, seconds: int) -> bool:
        """End the delivery in that many seconds, 0 for now; False where it has ended."""
        if not 0 <= seconds <= _MOST_VISIBILITY_SECONDS:
            raise ValueError(f"seconds must be 0 to {_MOST_VISIBILITY_SECONDS}")
        with self._changed[queue]:
            store, now = self._stores[queue], self._now()
            store.expire(now)
            changed = store.change_visibility(receipt_handle, seconds, now)
            self._changed[queue].notify_all()
            return changed

    def postpone(self, queue: str, receipt_handle: str, seconds: int) -> None:
        """`change_visibility` for functions, which do not care whether it was gone already."""
        self.change_visibility(queue, receipt_handle, seconds)

    def waiting(self, queue: str) -> int:
        """What could be received at this moment, or behind it in its group."""
        return self.counts()[queue]["waiting"]

    def counts(self) -> dict[str, QueueCounts]:
        """Counts of every queue at this moment."""
        with self._lock:
            now = self._now()
            for store in self._stores.values():
                store.expire(now)
            return {
                name: QueueCounts(
                    waiting=store.waiting, in_flight=store.in_flight, delayed=store.delayed
                )
                for name, store in self._stores.items()
            }

    def purge(self) -> None:
        """Forget the messages and deduplication ids of every queue."""
        with self._lock:
            self._empty()
            self._kept.purged()

    def close(self) -> None:
        """Let every receive() and wait() return; for the end of the process."""
        with self._lock:
            self._closed = True
            for condition in self._changed.values():
                condition.notify_all()

    def _empty(self) -> None:
        self._stores = {name: _store_of(one) for name, one in self._definitions.items()}
        self._windows = {name: DeduplicationWindow() for name in self._definitions}

    def _add(self, queue: str, message: QueueMessage, now: float) -> None:
        window, known = self._windows[queue], message.deduplication_id
        self._kept.forgot(queue, window.forget_ended(now))
        if known is not None and not window.first_time(known, now):
            return
        stored = StoredMessage(str(uuid.uuid4()), next(self._sequences), message, now)
        self._stores[queue].add(stored, now, message.delay_seconds)
        self._kept.came(queue, stored)
        if known is not None:
            self._kept.remembered(queue, known, now + WINDOW_SECONDS)

    def _take(self, queue: str, most: int) -> list[StoredMessage]:
        store, now = self._stores[queue], self._now()
        store.expire(now)
        taken, dead = store.take(most, now)
        for message in dead:
            self._bury(queue, message, now)
        for message in taken:
            self._kept.received(queue, message)
        self._kept.note()
        return taken

    def _bury(self, source: str, message: StoredMessage, now: float) -> None:
        """Move to the dead-letter queue, which counts receives anew."""
        target = self._definitions[source].dead_letter or ""
        moved = StoredMessage(
            message.message_id,
            next(self._sequences),
            message.sent,
            message.sent_at,
            dead_letter_source=f"arn:aws:sqs:us-east-1:000000000000:{source}",
        )
        self._stores[target].add(moved, now)
        self._kept.left(source, message)
        self._kept.came(target, moved)
        self._changed[target].notify_all()

    def _restore(self) -> None:
        """Take over what an earlier process left; nothing is in flight then."""
        now, last = self._now(), 0
        for queue, message in self._kept.messages():
            if queue in self._stores:
                due = message.sent_at + message.sent.delay_seconds
                self._stores[queue].add(message, now, max(0.0, due - now))
                last = max(last, message.sequence)
        for queue, known, ends in self._kept.deduplication_ids():
            if queue in self._windows:
                self._windows[queue].remember(known, ends)
        self._sequences = itertools.count(last + 1)

    def _has_receivable(self, queue: str) -> bool:
        self._stores[queue].expire(self._now())
        return self._stores[queue].has_receivable()

    def _wait_for_change(self, queue: str, deadline: float) -> bool:
        """Wait for news or the next end of a delay; False when there is no time left."""
        left = deadline - time.monotonic()
        if left <= 0 or self._closed:
            return False
        due = self._stores[queue].next_due()
        until_due = left if due is None else max(0.0, due - self._now())
        self._changed[queue].wait(min(left, until_due))
        return not self._closed

    def _now(self) -> float:
        return self._clock.now().timestamp()


def _store_of(definition: QueueDefinition) -> MessageStore:
    return FifoStore(definition) if definition.fifo else StandardStore(definition)
