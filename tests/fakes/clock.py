"""A clock that stands still until a test moves it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

START = datetime(2090, 1, 2, 3, 4, 5, tzinfo=UTC)  # ahead: an engine may drop expired items


class FakeClock:
    """Begins at START."""

    def __init__(self, start: datetime = START) -> None:
        self.instant = start

    def now(self) -> datetime:
        return self.instant

    def advance(self, seconds: float) -> None:
        self.instant += timedelta(seconds=seconds)


class TickingClock:
    """Begins at START and goes on by a millisecond with every look: no two instants are one."""

    def __init__(self, start: datetime = START) -> None:
        self._instant = start
        self._lock = threading.Lock()

    def now(self) -> datetime:
        with self._lock:
            self._instant += timedelta(milliseconds=1)
            return self._instant

    def advance(self, seconds: float) -> None:
        with self._lock:
            self._instant += timedelta(seconds=seconds)
