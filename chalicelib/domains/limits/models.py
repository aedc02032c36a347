"""How much may come in: first a lane is slowed, then what is beyond any measure is put aside."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LimitPolicy:
    """Updates a minute; a person writes a few, a machine that runs wild thousands."""

    sender_slow_per_minute: int = 2_500
    sender_most_per_minute: int = 5_000
    connection_slow_per_minute: int = 60_000  # the provider's own most: 1,000 a second


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose updates are counted; `kind` keeps senders and connections apart."""

    kind: str
    id: str
