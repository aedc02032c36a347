"""Counts what is being done, so that the stack knows when it is at rest.

`started` only grows: whoever sees it unchanged knows that nothing began in between.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager


class Activity:
    """Calls in progress, from threads and from the event loop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.running = 0
        self.started = 0

    def begin(self) -> None:
        with self._lock:
            self.running += 1
            self.started += 1

    def end(self) -> None:
        with self._lock:
            self.running -= 1

    @contextmanager
    def one(self) -> Iterator[None]:
        """Counts for as long as the block runs."""
        self.begin()
        try:
            yield
        finally:
            self.end()


class Gate:
    """Lets calls from outside in; while it is closed (a reset) they wait. Event loop only."""

    def __init__(self, activity: Activity) -> None:
        self.activity = activity
        self._open = asyncio.Event()
        self._open.set()

    @asynccontextmanager
    async def passing(self) -> AsyncIterator[None]:
        """Wait until the gate is open, then count as activity."""
        while not self._open.is_set():
            await self._open.wait()
        with self.activity.one():
            yield

    @asynccontextmanager
    async def closed(self) -> AsyncIterator[None]:
        """Nobody new gets in during the block."""
        self._open.clear()
        try:
            yield
        finally:
            self._open.set()
