"""Counts what comes in per sender and connection, by the minute in which it reached us.

Each container counts in memory and shares its counts in portions: ordinary traffic costs no
request. A count may so be short of a portion for each container that works on the lane.
"""

from __future__ import annotations

from collections import OrderedDict

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.ids import ConnectionId, digest
from chalicelib.domains.limits.errors import LaneSlowedError, TooManyMessagesError
from chalicelib.domains.limits.models import LimitPolicy, Subject
from chalicelib.domains.limits.ports import CountStore

PAUSE_SECONDS = 1
_PORTIONS = {"sender": 50, "connection": 1_000}
_MOST_REMEMBERED = 10_000

_Key = tuple[Subject, int]


class InboundLimits:
    """The guard in front of the intake; one per container, as it remembers."""

    def __init__(self, store: CountStore, policy: LimitPolicy, clock: Clock) -> None:
        self._store = store
        self._policy = policy
        self._clock = clock
        self._counts: OrderedDict[_Key, _Count] = OrderedDict()

    def admit(self, connection_id: ConnectionId, sender: str, intake_ms: int) -> None:
        """Count one update that is delivered for the first time.

        Raises LaneSlowedError: deliver it again later, then without asking; and
        TooManyMessagesError: put it aside.
        """
        minute, policy = intake_ms // 60_000, self._policy
        by_sender = self._count(Subject("sender", digest(f"{connection_id}#{sender}", 20)), minute)
        by_connection = self._count(Subject("connection", connection_id), minute)
        if by_sender > policy.sender_most_per_minute:
            raise TooManyMessagesError
        crowded = by_connection > policy.connection_slow_per_minute
        if crowded or by_sender > policy.sender_slow_per_minute:
            raise LaneSlowedError(PAUSE_SECONDS)

    def _count(self, subject: Subject, minute: int) -> int:
        count = self._counts.setdefault((subject, minute), _Count())
        self._counts.move_to_end((subject, minute))
        if len(self._counts) > _MOST_REMEMBERED:
            self._counts.popitem(last=False)
        count.own += 1
        if count.own == _PORTIONS[subject.kind]:
            change = Change("limit.counted", "inbound", to_ms(self._clock.now()))
            count.shared = self._store.add(subject, minute, count.own, change)
            count.own = 0
        return count.shared + count.own


class _Count:
    """What all had counted when we last asked, and what this container has counted since."""

    __slots__ = ("own", "shared")

    def __init__(self) -> None:
        self.own = 0
        self.shared = 0
