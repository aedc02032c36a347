"""Calls functions with batches of a table's stream, as Lambda's event source mappings do.

One reader per table; each function reads in stream order at a pace of its own. What all of
them have taken is told to the source, so that a restart goes on behind it. A batch that
fails is split in two until the faulty record stands alone; after five repeats that record
is dropped to `lost`, so that the others go on.
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Sequence
from operator import ge
from typing import Any, NamedTuple

from chalicelib.core.observability import logger
from functions.definition import StreamTrigger
from infra.local.lambdas.invocation import Invoke
from infra.local.stack.stream_sources import MOST_RECORDS, Position, Record, StreamSource

REPEATS = 5
_WAIT_SECONDS = 1.0
_KEPT_LOST = 100


class Lost(NamedTuple):
    """A record that a function could not take."""

    function: str
    record: Record


class StreamConsumer:
    """One function on one stream."""

    def __init__(
        self,
        name: str,
        trigger: StreamTrigger,
        invoke: Invoke,
        *,
        first_pause_seconds: float = 0.1,
    ) -> None:
        self.name, self._trigger, self._invoke = name, trigger, invoke
        self._first_pause_seconds = first_pause_seconds
        self.lost: deque[Lost] = deque(maxlen=_KEPT_LOST)
        self._news = threading.Condition()
        self._waiting: deque[Record] = deque()
        self._working = 0
        self._offered = 0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._consume, name=f"stream-{name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        with self._news:
            self._news.notify_all()
        self._thread.join()

    def offer(self, records: Sequence[Record]) -> int:
        """Take over what the filter lets through; how many records were ever taken over."""
        wanted = [record for record in records if self._trigger.lets_through(record)]
        with self._news:
            self._waiting.extend(wanted)
            self._offered += len(wanted)
            if wanted:
                self._news.notify_all()
            return self._offered

    def done(self) -> int:
        """How many of those are done with."""
        with self._news:
            return self._offered - len(self._waiting) - self._working

    def idle(self) -> bool:
        with self._news:
            return not self._waiting and not self._working

    def _consume(self) -> None:
        while batch := self._next_batch():
            if self._work(batch):
                with self._news:
                    self._working = 0

    def _next_batch(self) -> list[Record]:
        with self._news:
            self._news.wait_for(lambda: self._waiting or self._stopping.is_set())
            if self._stopping.is_set():
                return []
            size = self._working = min(len(self._waiting), self._trigger.batch_size)
            return [self._waiting.popleft() for _ in range(size)]

    def _work(self, batch: list[Record]) -> bool:
        """Call the function until every record was taken or given up; False: until the stop."""
        parts, tries = [batch], Counter[str]()
        while parts and not self._stopping.is_set():
            part = parts.pop()
            failed_from = self._call(part)
            if failed_from is None:
                continue
            if failed_from < 0 and len(part) > 1:
                middle = len(part) // 2
                parts += [part[middle:], part[:middle]]
                continue
            left = part[max(failed_from, 0) :]
            if not self._may_repeat(left[0], tries):
                left = left[1:]
            if left:
                parts.append(left)
        return not parts

    def _call(self, part: list[Record]) -> int | None:
        """None: all taken. Otherwise the place of the first failure, -1 for "somewhere"."""
        try:
            answer = self._invoke({"Records": part})
        except Exception:  # noqa: BLE001 - whatever a function raises, its records come again
            logger.exception("function failed", extra={"function": self.name})
            return -1
        failures = answer.get("batchItemFailures") or [] if isinstance(answer, dict) else []
        failed = {failure.get("itemIdentifier") for failure in failures}
        if not failed:
            return None
        places = (n for n, one in enumerate(part) if _sequence_number(one) in failed)
        return next(places, -1)

    def _may_repeat(self, record: Record, tries: Counter[str]) -> bool:
        """Count a failure and pause, or give the record up."""
        number = _sequence_number(record)
        tries[number] += 1
        if tries[number] <= REPEATS:
            self._stopping.wait(self._first_pause_seconds * 2 ** (tries[number] - 1))
            return True
        logger.error("stream record given up", extra={"function": self.name, "number": number})
        self.lost.append(Lost(self.name, record))
        return False


class Taken(NamedTuple):
    """A position that holds once every consumer is done with so many records."""

    position: Position
    offered: list[int]


class StreamReader:
    """Reads one stream and hands every record to all consumers."""

    def __init__(self, source: StreamSource, consumers: Sequence[StreamConsumer]) -> None:
        self._source, self.consumers = source, consumers
        self._reading = threading.Lock()
        self._open: deque[Taken] = deque()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._read, name="stream-reader", daemon=True)

    def start(self) -> None:
        for consumer in self.consumers:
            consumer.start()
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._source.wake()
        self._thread.join()
        for consumer in self.consumers:
            consumer.stop()
        self._keep_position()

    def idle(self) -> bool:
        """Whether every write so far has been read and taken by every consumer."""
        with self._reading:
            caught_up = self._source.caught_up()
        return caught_up and all(consumer.idle() for consumer in self.consumers)

    def _read(self) -> None:
        while not self._stopping.is_set():
            with self._reading:
                records = self._source.read()
                offered = [consumer.offer(records) for consumer in self.consumers]
            if records:
                self._open.append(Taken(self._source.position(), offered))
            self._keep_position()
            if len(records) < MOST_RECORDS:
                self._source.wait(_WAIT_SECONDS)

    def _keep_position(self) -> None:
        """Tell the source how far every consumer has come."""
        done = [consumer.done() for consumer in self.consumers]
        reached = None
        while self._open and all(map(ge, done, self._open[0].offered)):
            reached = self._open.popleft().position
        if reached is not None:
            self._source.keep(reached)


def _sequence_number(record: Any) -> str:
    return str(record["dynamodb"]["SequenceNumber"])
