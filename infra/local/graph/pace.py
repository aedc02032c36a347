"""The pair rate limit: to one person one message every six seconds, a burst of 45 beforehand.

Source: Meta, "Throughput and pair rate limits" (November 2026).
"""

from __future__ import annotations

from datetime import datetime

BURST = 45
SECONDS_PER_MESSAGE = 6.0
_PRUNE_ABOVE = 10_000


class PairPace:
    """One bucket per (number, recipient); a full bucket is not kept."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[str, str], tuple[float, float]] = {}

    def allows(self, number_id: str, recipient: str, now: datetime) -> bool:
        """Whether one more message may go now; if so it is counted."""
        second, key = now.timestamp(), (number_id, recipient)
        left = self._left(key, second)
        if left < 1:
            return False
        self._buckets[key] = (left - 1, second)
        if len(self._buckets) > _PRUNE_ABOVE:
            self._prune(second)
        return True

    def clear(self) -> None:
        self._buckets.clear()

    def _left(self, key: tuple[str, str], second: float) -> float:
        left, since = self._buckets.get(key, (float(BURST), second))
        return min(float(BURST), left + max(0.0, second - since) / SECONDS_PER_MESSAGE)

    def _prune(self, second: float) -> None:
        self._buckets = {
            key: bucket for key, bucket in self._buckets.items() if self._left(key, second) < BURST
        }
