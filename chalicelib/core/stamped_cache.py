"""Configuration kept in memory: read once, then one small look every few seconds.

A snapshot is never older than that, whoever changed the configuration.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from chalicelib.core.clock import Clock

T = TypeVar("T")

STAMP_CHECK_SECONDS = 5


class StampedCache(Generic[T]):
    """A snapshot kept until the stamp changes, which is looked at every few seconds.

    `load` must read strongly: it runs after the new stamp was seen.
    """

    def __init__(self, clock: Clock, stamp: Callable[[], str], load: Callable[[], T]) -> None:
        self._clock = clock
        self._stamp = stamp
        self._load = load
        self._kept: tuple[str, T] | None = None
        self._checked_at: datetime | None = None
        self._loading = threading.Lock()

    def get(self) -> T:
        """The snapshot, at most STAMP_CHECK_SECONDS old."""
        kept = self._kept
        if kept is not None and self._is_fresh():
            return kept[1]
        with self._loading:
            return self._renew()

    def stamp(self) -> str:
        """The stamp of the snapshot, which is renewed first if it may be too old."""
        with self._loading:
            self._renew()
            return self._kept[0] if self._kept else ""

    def forget(self) -> None:
        """Look at the stamp again at the next `get` (after a write of our own)."""
        self._checked_at = None

    def _is_fresh(self) -> bool:
        checked = self._checked_at
        age = timedelta(seconds=STAMP_CHECK_SECONDS)
        return checked is not None and self._clock.now() - checked < age

    def _renew(self) -> T:
        if self._kept is not None and self._is_fresh():
            return self._kept[1]
        now, stamp = self._clock.now(), self._stamp()
        if self._kept is None or self._kept[0] != stamp:
            self._kept = (stamp, self._load())
        self._checked_at = now
        return self._kept[1]


class FollowingCache(Generic[T]):
    """Another snapshot of the same configuration: renewed when the one it follows is.

    It looks at no stamp of its own, so it costs nothing where the other is looked at anyway.
    """

    def __init__(self, followed: StampedCache[Any], load: Callable[[], T]) -> None:
        self._followed = followed
        self._load = load
        self._kept: tuple[str, T] | None = None
        self._loading = threading.Lock()

    def get(self) -> T:
        """The snapshot, as old as the one it follows."""
        stamp = self._followed.stamp()
        with self._loading:
            if self._kept is None or self._kept[0] != stamp:
                self._kept = (stamp, self._load())
            return self._kept[1]

    def forget(self) -> None:
        """Load anew at the next `get` (after a write of our own)."""
        self._followed.forget()
        self._kept = None
