"""The trees there are, for whoever closes conversations."""

from __future__ import annotations

from chalicelib.core.ids import QueueId
from chalicelib.core.stamped_cache import StampedCache
from chalicelib.domains.typifications import rules
from chalicelib.domains.typifications.models import Choice, Chosen, Tree


class Typifications:
    """Questions on the present snapshot."""

    def __init__(self, cache: StampedCache[dict[str, Tree]]) -> None:
        self._cache = cache

    def chosen(self, queue_id: QueueId, choice: Choice | None) -> Chosen | None:
        """What a choice for a conversation of a queue is called now; None where none is due."""
        return rules.chosen(self._cache.get().values(), queue_id, choice)
