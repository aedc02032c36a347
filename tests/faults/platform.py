"""Lambda as it may behave: containers that die, batches that come again, time-outs, cold starts.

Calls the product's own handlers with the events of their triggers. A container serves one
invocation at a time and keeps its caches until it is killed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from chalicelib import bootstrap
from chalicelib.bootstrap import Container
from functions.definition import Function, QueueTrigger, StreamTrigger
from functions.registry import FUNCTIONS
from infra.local.lambdas.invocation import arn, load
from infra.local.queues import LocalQueues, ReceivedMessage
from tests.faults.faults import Faults
from tests.faults.simulation import Simulation
from tests.integration.journey.crashes import KilledError

Record = dict[str, Any]
T = TypeVar("T")

_STREAM_TRIES = 5
_MOST_AT_ONCE = 4
_FUNCTIONS = {function.name: function for function in FUNCTIONS}


class InvocationFailedError(Exception):
    """A function raised, was killed or ran out of time."""


class Platform:
    """Warm containers by the name of what runs in them."""

    def __init__(
        self, simulation: Simulation, faults: Faults, make_container: Callable[[], Container]
    ) -> None:
        self._simulation, self._faults = simulation, faults
        self._make = make_container
        self._warm: dict[str, list[Container]] = {}
        self._handlers = {name: load(function) for name, function in _FUNCTIONS.items()}

    def invoke(self, name: str, event: Record) -> Any:
        """Call a function, within a task. Raises InvocationFailedError."""
        handler = self._handlers[name]
        return self.serve(name, _FUNCTIONS[name].timeout_seconds, lambda _: handler(event))

    def serve(self, name: str, timeout_seconds: float, work: Callable[[Container], T]) -> T:
        """Run something in a container of that name. Raises InvocationFailedError."""
        task, warm = self._simulation.task, self._warm.setdefault(name, [])
        container = warm.pop() if warm else self._make()
        if task is not None:
            task.deadline = self._simulation.clock.second + timeout_seconds
        bootstrap.install(container)
        try:
            answer = work(container)
        except KilledError as exc:
            raise InvocationFailedError(f"{name} was killed") from exc
        except Exception as exc:
            warm.append(container)
            raise InvocationFailedError(f"{name} failed") from exc
        finally:
            if task is not None:
                task.deadline = None
        warm.append(container)
        return answer


class QueueMapping:
    """Polls a queue and calls its function with batches."""

    def __init__(
        self,
        function: str,
        trigger: QueueTrigger,
        queues: LocalQueues,
        platform: Platform,
        simulation: Simulation,
        faults: Faults,
    ) -> None:
        self._name, self._trigger = function, trigger
        self._queues, self._platform = queues, platform
        self._simulation, self._faults = simulation, faults
        self._running = 0

    def start(self) -> None:
        self._simulation.at(self._faults.between(0.1, 0.8), self._poll)

    def _poll(self) -> None:
        if self._running < _MOST_AT_ONCE:
            most = round(self._faults.between(1, self._trigger.batch_size))
            if batch := self._queues.receive(self._trigger.queue, most):
                self._running += 1
                self._simulation.spawn(partial(self._run, batch))
        self.start()

    def _run(self, batch: list[ReceivedMessage]) -> None:
        """Delete what was processed; what was not comes back when its visibility ends."""
        try:
            records = [_record(self._trigger.queue, one) for one in batch]
            answer = self._platform.invoke(self._name, {"Records": records})
        except InvocationFailedError:
            return
        finally:
            self._running -= 1
        failed = {one["itemIdentifier"] for one in answer["batchItemFailures"]}
        for one in batch:
            if one.message_id not in failed and not self._faults.strikes("queue delete lost"):
                self._queues.delete(self._trigger.queue, one.receipt_handle)


class StreamMapping:
    """Calls a function with batches of the stream, in order; splits what fails."""

    def __init__(
        self, function: Function, platform: Platform, simulation: Simulation, faults: Faults
    ) -> None:
        assert isinstance(function.trigger, StreamTrigger)
        self._name, self._trigger = function.name, function.trigger
        self._platform, self._simulation, self._faults = platform, simulation, faults
        self._waiting: deque[Record] = deque()
        self._is_running = False
        self.given_up: list[Record] = []

    @property
    def is_idle(self) -> bool:
        return not self._waiting and not self._is_running

    def offer(self, records: list[Record]) -> None:
        self._waiting.extend(one for one in records if self._trigger.lets_through(one))

    def start(self) -> None:
        late = self._faults.strikes_outside("stream consumer late")
        pause = self._faults.between(5, 60) if late else self._faults.between(0.1, 1.5)
        self._simulation.at(pause, self._poll)

    def _poll(self) -> None:
        if self._waiting and not self._is_running:
            most = round(self._faults.between(1, self._trigger.batch_size))
            batch = [self._waiting.popleft() for _ in range(min(most, len(self._waiting)))]
            self._is_running = True
            self._simulation.spawn(partial(self._run, batch))
        self.start()

    def _run(self, batch: list[Record]) -> None:
        try:
            self._work(batch)
            if self._faults.strikes("stream batch delivered again"):
                self._work(batch)
        finally:
            self._is_running = False

    def _work(self, batch: list[Record], tried: int = 0) -> None:
        try:
            self._platform.invoke(self._name, {"Records": batch})
        except InvocationFailedError:
            if len(batch) > 1:
                middle = len(batch) // 2
                self._work(batch[:middle])
                self._work(batch[middle:])
            elif tried == _STREAM_TRIES:
                self.given_up += batch
            else:
                self._simulation.sleep(2**tried)
                self._work(batch, tried + 1)


class Schedule:
    """Calls a function every so many seconds."""

    def __init__(self, platform: Platform, simulation: Simulation, name: str, every: float) -> None:
        self._platform, self._simulation = platform, simulation
        self._name, self._every = name, every

    def start(self) -> None:
        self._simulation.at(self._every, self._ring)

    def _ring(self) -> None:
        self._simulation.spawn(self._run)
        self.start()

    def _run(self) -> None:
        try:
            self._platform.invoke(self._name, {})
        except InvocationFailedError:
            return  # a minute later again


def _record(queue: str, message: ReceivedMessage) -> Record:
    return {
        "messageId": message.message_id,
        "receiptHandle": message.receipt_handle,
        "body": message.body,
        "attributes": message.attributes,
        "eventSourceARN": arn("sqs", queue),
    }
