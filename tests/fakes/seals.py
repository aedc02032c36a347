"""Seals in memory."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.domains.audit.models import Seal

_HOUR_MS = 3_600_000


class MemorySeals:
    """Seals; `put_seals` has every one that was ever put."""

    def __init__(self) -> None:
        self.put_seals: list[Seal] = []

    def put(self, seal: Seal) -> None:
        self.put_seals.append(seal)

    def of_hour(self, at_ms: int) -> Seal | None:
        hour = at_ms // _HOUR_MS
        found = [one for one in self.put_seals if one.at_ms // _HOUR_MS == hour]
        return found[-1] if found else None

    def all(self) -> Iterator[Seal]:
        return iter(self.put_seals)
