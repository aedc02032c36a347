"""Where counts of many containers come together."""

from __future__ import annotations

from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.domains.limits.models import Subject


class CountStore(Protocol):
    """Counts per subject and minute; they expire by themselves."""

    def add(self, subject: Subject, minute: int, many: int, change: Change) -> int:
        """Add to a count and answer what it is then; atomic. `minute`: minutes since 1970."""
