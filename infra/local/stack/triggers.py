"""Everything that calls functions, built from their definitions: queues, streams, schedules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from chalicelib.core.clock import Clock
from chalicelib.core.queues import (
    HISTORY,
    HISTORY_MEDIA,
    INBOUND,
    MAIL,
    MEDIA,
    OUTBOUND,
    STATUS,
)
from functions.definition import Function, QueueTrigger, ScheduleTrigger
from infra.local.lambdas.invocation import Invoke, Lambdas
from infra.local.stack.activity import Activity
from infra.local.stack.observed_queues import ObservedQueues
from infra.local.stack.queue_triggers import QueueConsumer, QueueTriggers
from infra.local.stack.schedule import Schedule, Scheduled
from infra.local.stack.stream_sources import StreamSource
from infra.local.stack.stream_triggers import StreamConsumer, StreamReader

# For each interpreter, which runs one thread at a time: more help only where a function waits
# for somebody else.
CONCURRENCY: Mapping[str, int] = MappingProxyType(
    {INBOUND: 2, STATUS: 2, HISTORY: 1, MEDIA: 4, HISTORY_MEDIA: 1, OUTBOUND: 16, MAIL: 1}
)
_OTHERS = 2


class Triggers:
    """Queues and schedules run from start to stop; streams can be begun anew (a reset)."""

    def __init__(
        self,
        functions: Iterable[Function],
        lambdas: Lambdas,
        queues: ObservedQueues,
        open_stream: Callable[[str], StreamSource],
        activity: Activity,
        clock: Clock,
    ) -> None:
        self._queues, self._open_stream, self._activity = queues, open_stream, activity
        self._interpreters = len(lambdas.workers()) or 1
        loaded = [(function, lambdas.of(function.name)) for function in functions]
        self._queue_triggers = QueueTriggers(
            [
                self._consumer(trigger, invoke)
                for function, invoke in loaded
                for trigger in function.queue_triggers
            ]
        )
        self._streamed = [
            (function.name, trigger, invoke)
            for function, invoke in loaded
            for trigger in function.streams
        ]
        scheduled = [
            Scheduled(function.name, function.trigger.every_seconds, invoke)
            for function, invoke in loaded
            if isinstance(function.trigger, ScheduleTrigger)
        ]
        self._schedule = Schedule(scheduled, activity, clock)
        self.readers: list[StreamReader] = []

    def start(self) -> None:
        self.start_streams()
        self._queue_triggers.start()
        self._schedule.start()

    def stop(self) -> None:
        """End everything; what runs is waited for."""
        self._schedule.stop()
        self._queues.local.close()
        self._queue_triggers.stop()
        self.stop_streams()

    def start_streams(self) -> None:
        """Read every stream from its beginning."""
        tables = {trigger.table for _, trigger, _ in self._streamed}
        self.readers = [
            StreamReader(
                self._open_stream(table),
                [
                    StreamConsumer(name, trigger, invoke)
                    for name, trigger, invoke in self._streamed
                    if trigger.table == table
                ],
            )
            for table in sorted(tables)
        ]
        for reader in self.readers:
            reader.start()

    def stop_streams(self) -> None:
        for reader in self.readers:
            reader.stop()
        self.readers = []

    def _consumer(self, trigger: QueueTrigger, invoke: Invoke) -> QueueConsumer:
        most = CONCURRENCY.get(trigger.queue, _OTHERS) * self._interpreters
        return QueueConsumer(self._queues, trigger, invoke, self._activity, most)
