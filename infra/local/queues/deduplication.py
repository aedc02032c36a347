"""The five minutes in which SQS drops a message whose deduplication id it has seen."""

from __future__ import annotations

from collections import deque

WINDOW_SECONDS = 300


class DeduplicationWindow:
    """Ids of one queue; a repeat does not extend its window, deleting does not end it."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._ends: deque[tuple[float, str]] = deque()

    def first_time(self, deduplication_id: str, now: float) -> bool:
        """Whether the id is new within the window; it is remembered from now on."""
        self.forget_ended(now)
        if deduplication_id in self._seen:
            return False
        self.remember(deduplication_id, now + WINDOW_SECONDS)
        return True

    def remember(self, deduplication_id: str, ends: float) -> None:
        """Know the id up to that moment, which is not before that of any other."""
        self._seen.add(deduplication_id)
        self._ends.append((ends, deduplication_id))

    def forget_ended(self, now: float) -> list[str]:
        """The ids that were remembered until now."""
        ended: list[str] = []
        while self._ends and self._ends[0][0] <= now:
            ended.append(self._ends.popleft()[1])
        self._seen.difference_update(ended)
        return ended
