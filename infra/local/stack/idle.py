"""Whether the stack is at rest: nothing queued, in flight, on the stream, or being delivered.

Work moves from place to place, and each place counts it before the place before lets go of
it. So if all places are empty and no count of beginnings changed meanwhile, nothing is left.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol, TypedDict

from infra.local.stack.activity import Activity
from infra.local.stack.observed_queues import ObservedQueues


class Reader(Protocol):
    """A stream with its consumers."""

    def idle(self) -> bool: ...


class QueueState(TypedDict):
    """What waits on a queue, what is in flight, what is delayed for later."""

    waiting: int
    in_flight: int
    delayed: int


class RestState(TypedDict):
    """The answer of `GET /local/queues`."""

    queues: dict[str, QueueState]
    idle: bool


class Rest:
    """Tells whether everything is done."""

    def __init__(
        self,
        activity: Activity,
        queues: ObservedQueues,
        readers: Callable[[], Sequence[Reader]],
        provider_idle: Callable[[], bool],
        unsent: Callable[[], bool],
    ) -> None:
        self._activity, self._queues, self._readers = activity, queues, readers
        self._provider_idle, self._unsent = provider_idle, unsent
        self._rested_at: tuple[int, int] | None = None

    async def state(self) -> RestState:
        """Counts and the verdict; call it on the event loop."""
        idle = await self.idle()
        counts = self._queues.local.counts()
        return RestState(
            queues={name: QueueState(**count) for name, count in counts.items()}, idle=idle
        )

    async def idle(self) -> bool:
        """True only if there was a moment at which nothing was left to do."""
        beginnings = self._beginnings()
        if not self._empty():
            return False
        if self._rested_at != beginnings:
            if await asyncio.to_thread(self._unsent):
                return False
            if not self._empty() or self._beginnings() != beginnings:
                return False
            self._rested_at = beginnings
        return self._beginnings() == beginnings

    def _empty(self) -> bool:
        return (
            not self._activity.running
            and not self._queues.unfinished()
            and all(reader.idle() for reader in self._readers())
            and self._provider_idle()
        )

    def _beginnings(self) -> tuple[int, int]:
        return self._activity.started, self._queues.sends
