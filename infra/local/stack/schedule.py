"""Calls functions on their schedules; the first time some seconds after the start."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.core.clock import Clock, rfc3339
from chalicelib.core.observability import logger
from infra.local.lambdas.invocation import Invoke, arn
from infra.local.settings import REGION
from infra.local.stack.activity import Activity

FIRST_AFTER_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A function and how often it is called."""

    name: str
    every_seconds: float
    invoke: Invoke


class Schedule:
    """One thread for each scheduled function: a slow one delays only itself."""

    def __init__(
        self,
        scheduled: Sequence[Scheduled],
        activity: Activity,
        clock: Clock,
        first_after_seconds: float = FIRST_AFTER_SECONDS,
    ) -> None:
        self._activity, self._clock = activity, clock
        self._first_after_seconds = first_after_seconds
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(
                target=self._tick, args=(one,), name=f"schedule-{one.name}", daemon=True
            )
            for one in scheduled
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _tick(self, scheduled: Scheduled) -> None:
        pause = self._first_after_seconds
        while not self._stopping.wait(pause):
            pause = scheduled.every_seconds
            with self._activity.one():
                self._call(scheduled)

    def _call(self, scheduled: Scheduled) -> None:
        event = {
            "version": "0",
            "source": "aws.scheduler",
            "detail-type": "Scheduled Event",
            "time": rfc3339(self._clock.now()),
            "region": REGION,
            "resources": [arn("scheduler", f"schedule/default/{scheduled.name}")],
            "detail": {},
        }
        try:
            scheduled.invoke(event)
        except Exception:  # noqa: BLE001 - the next tick does what this one could not
            logger.exception("scheduled function failed", extra={"function": scheduled.name})
