"""Limits of attempts, counted before they are made so that parallel ones do not slip through."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock
from chalicelib.domains.access.errors import TooManyAttemptsError
from chalicelib.domains.access.models import Attempts
from chalicelib.domains.access.ports import AttemptRepository


class Limits:
    """Counts attempts by subject, in windows that end in a lock-out."""

    def __init__(self, attempts: AttemptRepository, clock: Clock, lockout_seconds: int) -> None:
        self._attempts = attempts
        self._clock = clock
        self._lockout = timedelta(seconds=lockout_seconds)

    def count(self, subject: str, limit: int, window_seconds: int, change: Change) -> bool:
        """Whether this attempt is the last one before a lock-out. Raises TooManyAttemptsError."""
        now = self._clock.now()
        window = timedelta(seconds=window_seconds)
        counted = self._attempts.count(subject, limit, until=now + window, change=change)
        if counted.count > limit:
            raise TooManyAttemptsError(retry_after_seconds=_wait(counted, now))
        if counted.count < limit:
            return False
        until = now + max(self._lockout, counted.until - now)
        self._attempts.lock(subject, until=until, change=change)
        return True

    def give_back(self, subject: str, change: Change) -> None:
        """Take one attempt back."""
        self._attempts.give_back(subject, change)

    def clear(self, subject: str) -> None:
        """Forget the attempts."""
        self._attempts.clear(subject)


def _wait(attempts: Attempts, now: datetime) -> int:
    return max(1, math.ceil((attempts.until - now).total_seconds()))
