"""Rings the lanes that nobody rang: lost doorbells, long waits, numbers that may send again.

Every lane is rung once, however many of its messages wait. Connections take turns, and those
that may send nothing now are not even looked at in most minutes, so that a mountain of one
keeps no other waiting (docs/adr/0023).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import TypeVar

from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.ids import ConnectionId, ConversationId
from chalicelib.core.queues import OUTBOUND, QueueMessage, Queues
from chalicelib.domains.conversations.ports import MessageStore
from chalicelib.domains.notifications.ports import SweptConnections
from chalicelib.domains.notifications.services.relay import doorbell

T = TypeVar("T")

OVERDUE_MS = 60_000
RARELY_MINUTES = 10
_RINGS_AT_ONCE = 100


class Sweep:
    """The use case of `clock`'s minute; whatever it misses is there in the next one."""

    def __init__(
        self, messages: MessageStore, connections: SweptConnections, queues: Queues, clock: Clock
    ) -> None:
        self._messages = messages
        self._connections = connections
        self._queues = queues
        self._clock = clock

    def ring(self, at_most_seconds: float) -> int:
        """Ring every overdue lane, or as many as the time allows. Answers how many.

        Raises QueueUnavailableError; what was rung twice is sent once.
        """
        now = self._clock.now()
        ends_at, now_ms = now + timedelta(seconds=at_most_seconds), to_ms(now)
        doorbells = self._doorbells(now_ms)
        rung = 0
        while batch := list(islice(doorbells, _RINGS_AT_ONCE)):
            self._queues.send(OUTBOUND, batch)
            rung += len(batch)
            if self._clock.now() >= ends_at:
                break
        return rung

    def _doorbells(self, now_ms: int) -> Iterator[QueueMessage]:
        minute, before_ms = now_ms // 60_000, now_ms - OVERDUE_MS
        rung: set[ConversationId] = set()
        for connections in self._in_order(now_ms, minute):
            overdue = [self._messages.overdue(one, before_ms) for one in connections]
            for conversation_id, message_id in _in_turns(overdue):
                if conversation_id not in rung:
                    rung.add(conversation_id)
                    yield doorbell(conversation_id, message_id, f"sweep{minute}-{message_id}")

    def _in_order(self, now_ms: int, minute: int) -> Iterator[list[ConnectionId | None]]:
        """Those that may send; behind them, rarely, those held and what is of no connection.

        A held lane sends nothing: what was attempted before is settled, and the rest says why.
        """
        enabled = [one.id for one in self._connections.all() if one.enabled]
        held = [one for one in enabled if self._connections.hold_of(one, now_ms)]
        yield [one for one in enabled if one not in held]
        if minute % RARELY_MINUTES == 0:
            yield [*held, None]


def _in_turns(lists: Iterable[Iterator[T]]) -> Iterator[T]:
    """One of each in turn, until all are at their end."""
    waiting = deque(lists)
    while waiting:
        first = waiting.popleft()
        found = next(first, None)
        if found is not None:
            yield found
            waiting.append(first)
