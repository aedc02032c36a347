"""A witness that remembers."""

from __future__ import annotations

from chalicelib.core.change import Change
from chalicelib.domains.audit.errors import UnwitnessedError
from chalicelib.domains.audit.models import Sighting


class FakeWitness:
    """Witness; `seen` in order. Where it `is_blind` nothing can be put on record."""

    def __init__(self) -> None:
        self.seen: list[tuple[Sighting, Change]] = []
        self.is_blind = False

    def saw(self, sighting: Sighting, change: Change) -> None:
        if self.is_blind:
            raise UnwitnessedError
        self.seen.append((sighting, change))

    def noticed(self, sighting: Sighting, change: Change) -> None:
        if not self.is_blind:
            self.seen.append((sighting, change))

    def events(self) -> list[str]:
        """What was seen, by name."""
        return [sighting.event for sighting, _ in self.seen]
