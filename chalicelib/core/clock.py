"""The only place that asks what time it is; everything else is handed a clock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the present instant, aware and in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def to_ms(instant: datetime) -> int:
    """Milliseconds since 1970."""
    return round(instant.timestamp() * 1000)


def from_ms(milliseconds: int) -> datetime:
    """The instant of that many milliseconds since 1970."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def from_seconds(seconds: int) -> datetime:
    """The instant of that many whole seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)


def rfc3339(instant: datetime) -> str:
    """An instant as the contract writes it: UTC with milliseconds and `Z`."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def rfc3339_ms(milliseconds: int | None) -> str | None:
    """Milliseconds since 1970 as the contract writes an instant; null stays null."""
    return None if milliseconds is None else rfc3339(from_ms(milliseconds))
