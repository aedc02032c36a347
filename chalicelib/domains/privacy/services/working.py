"""What `clock` does each minute for people's privacy, within what a minute allows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib.core.body_store import BodyUnavailableError
from chalicelib.core.clock import Clock
from chalicelib.core.errors import HiloError
from chalicelib.core.observability import logger
from chalicelib.core.queues import QueueUnavailableError
from chalicelib.domains.conversations.ports import FileUnavailableError
from chalicelib.domains.privacy.services.erasing import Budget, Erasing
from chalicelib.domains.privacy.services.exporting import Exporting
from chalicelib.domains.privacy.services.retention import Retention

DELAYED_LINE = "privacy work delayed"
"""Logged where something could not be reached; the next minute goes on from there."""


class UntilThen:
    """A budget of time."""

    def __init__(self, clock: Clock, ends_at: datetime) -> None:
        self._clock = clock
        self._ends_at = ends_at

    def is_left(self) -> bool:
        return self._clock.now() < self._ends_at


class PrivacyWork:
    """Erasures before exports, what people asked for before what is old."""

    def __init__(
        self, erasing: Erasing, exporting: Exporting, retention: Retention, clock: Clock
    ) -> None:
        self._parts: tuple[Callable[[Budget], None], ...] = (
            erasing.go_on,
            exporting.go_on,
            retention.go_on,
        )
        self._clock = clock

    def tick(self, seconds: float) -> None:
        """Go on with everything, for so long at most."""
        ends_at = self._clock.now() + timedelta(seconds=seconds)
        for go_on in self._parts:
            try:
                go_on(UntilThen(self._clock, ends_at))
            except (
                HiloError,
                FileUnavailableError,
                BodyUnavailableError,
                QueueUnavailableError,
            ) as exc:
                logger.warning(DELAYED_LINE, extra={"error": type(exc).__name__})
