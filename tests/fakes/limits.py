"""Counts in memory."""

from __future__ import annotations

from collections import Counter

from chalicelib.core.change import Change
from chalicelib.domains.limits.models import Subject


class MemoryCounts:
    """CountStore; `asked` counts the requests."""

    def __init__(self) -> None:
        self.rows: Counter[tuple[Subject, int]] = Counter()
        self.asked = 0

    def add(self, subject: Subject, minute: int, many: int, change: Change) -> int:
        self.asked += 1
        self.rows[subject, minute] += many
        return self.rows[subject, minute]
