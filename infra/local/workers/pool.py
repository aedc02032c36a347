"""The workers of a stack: who takes a call, and what happens when one of them is gone.

A worker takes several calls at a time. One that ended is replaced, and its calls fail; one
whose function is late takes no more calls, and ends when the others it has are answered.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chalicelib.core.observability import logger
from infra.local.lambdas.invocation import Entry, Invoke, WorkerState
from infra.local.workers.errors import FunctionTimedOutError, WorkerFailedError
from infra.local.workers.process import WorkerProcess

_START_SECONDS = 60.0
_LONGEST_PAUSE_SECONDS = 30.0


class Workers:
    """Implements infra.local.lambdas.invocation.Lambdas; `wrote` is told of writes to tables."""

    def __init__(
        self,
        count: int,
        entries: Sequence[Entry],
        environment: Mapping[str, str],
        wrote: Callable[[], None],
    ) -> None:
        self._entries = {entry.name: entry for entry in entries}
        self._environment, self._wrote = environment, wrote
        self._changed = threading.Condition()
        self._is_serving = True
        self._failures = 0
        with self._changed:
            self._live = [self._new() for _ in range(count)]

    def wait_until_ready(self) -> None:
        """Raises WorkerFailedError where one of the first does not start, and ends the others."""
        with self._changed:
            count = len(self._live)
            self._changed.wait_for(
                lambda: self._failures or len(self._ready()) == count, _START_SECONDS
            )
            are_ready = len(self._ready()) == count
        if not are_ready:
            self.stop()
            raise WorkerFailedError("a worker process did not start; its last words stand above")

    def of(self, name: str) -> Invoke:
        timeout_seconds = self._entries[name].timeout_seconds

        def invoke(event: dict[str, Any]) -> Any:
            deadline = time.monotonic() + timeout_seconds
            worker = self._least_busy(name, deadline)
            try:
                return worker.call(name, event, max(0.0, deadline - time.monotonic()))
            except TimeoutError:
                self._retire(worker)
                raise FunctionTimedOutError(f"{name}: after {timeout_seconds} s") from None

        return invoke

    def renew(self) -> None:
        with self._changed:
            live = list(self._live)
        for worker in live:
            worker.renew()

    def workers(self) -> list[WorkerState]:
        with self._changed:
            live = list(self._live)
        return [WorkerState(pid=one.pid, running=one.running) for one in live]

    def stop(self) -> None:
        with self._changed:
            self._is_serving = False
            live, self._live = self._live, []
            self._changed.notify_all()
        for worker in live:
            worker.stop()

    def _new(self) -> WorkerProcess:
        return WorkerProcess(
            list(self._entries.values()), self._environment, self._wrote, self._notice
        )

    def _least_busy(self, name: str, deadline: float) -> WorkerProcess:
        """Of equals the one that waits longest, so that no cache is favoured; waits for one."""
        with self._changed:
            left = deadline - time.monotonic()
            if not self._changed.wait_for(self._ready, left):
                raise FunctionTimedOutError(f"{name}: no worker was there in time")
            chosen = min(self._ready(), key=lambda one: one.running)
            self._live.remove(chosen)
            self._live.append(chosen)
            return chosen

    def _ready(self) -> list[WorkerProcess]:
        """One that is gone fails its calls before it is taken out: it takes no new ones."""
        return [one for one in self._live if one.is_ready and not one.is_gone]

    def _retire(self, worker: WorkerProcess) -> None:
        with self._changed:
            if worker not in self._live or not self._is_serving:
                return
            logger.error("function timed out: its worker is replaced", extra={"pid": worker.pid})
            self._live[self._live.index(worker)] = self._new()
        worker.retire()

    def _notice(self, worker: WorkerProcess) -> None:
        """A worker got ready, or is gone; this is its own thread."""
        with self._changed:
            self._changed.notify_all()
            if not worker.is_gone:
                self._failures = 0
                return
            if worker not in self._live or not self._is_serving:
                return
            self._live.remove(worker)
            self._failures += not worker.is_ready
            pause = min(2.0**self._failures - 1, _LONGEST_PAUSE_SECONDS)
        logger.error(
            "worker ended: its invocations fail, another one takes its place",
            extra={"pid": worker.pid, "exit_code": worker.exit_code},
        )
        self._replace(pause)

    def _replace(self, pause: float) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: not self._is_serving, pause):
                self._live.append(self._new())
