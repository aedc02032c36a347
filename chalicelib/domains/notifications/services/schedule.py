"""Rings for scheduled messages whose minute has come."""

from __future__ import annotations

from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.queues import OUTBOUND, Queues
from chalicelib.domains.conversations.ports import MessageStore
from chalicelib.domains.notifications.services.relay import doorbell

_MOST_A_MINUTE = 2_000


class Schedule:
    """The use case of a minute; the lane takes what is rung for, so that none is in the way."""

    def __init__(self, messages: MessageStore, queues: Queues, clock: Clock) -> None:
        self._messages = messages
        self._queues = queues
        self._clock = clock

    def ring(self) -> int:
        """Ring for all that is due by now. Answers how many.

        Raises QueueUnavailableError; what is rung for twice is sent once.
        """
        now_ms = to_ms(self._clock.now())
        found = self._messages.appointed(now_ms, _MOST_A_MINUTE)
        minute = now_ms // 60_000
        rings = [doorbell(*one, deduplication_id=f"schedule{minute}-{one[1]}") for one in found]
        if rings:
            self._queues.send(OUTBOUND, rings)
        return len(rings)
