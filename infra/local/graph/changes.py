"""A version that grows with each change, and a way to wait for the next one (the page's poll)."""

from __future__ import annotations

import asyncio


class Changes:
    """Everything the phone page shows hangs on this one number."""

    def __init__(self) -> None:
        self.version = 0
        self._next = asyncio.Event()

    def bump(self) -> None:
        """Something changed: wake all who wait."""
        self.version += 1
        woken, self._next = self._next, asyncio.Event()
        woken.set()

    async def after(self, version: int, seconds: float) -> int:
        """The version, as soon as it differs from the one given or the time is over."""
        if version == self.version:
            try:
                await asyncio.wait_for(self._next.wait(), seconds)
            except TimeoutError:
                return self.version
        return self.version
