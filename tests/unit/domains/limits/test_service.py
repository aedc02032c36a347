"""A flood is slowed, then put aside; whoever writes like a person never notices."""

from __future__ import annotations

import itertools
from typing import Any

from chalicelib.core.clock import to_ms
from chalicelib.core.ids import ConnectionId
from chalicelib.domains.limits.errors import LaneSlowedError, TooManyMessagesError
from chalicelib.domains.limits.models import LimitPolicy
from chalicelib.domains.limits.service import InboundLimits
from tests.fakes.clock import FakeClock
from tests.fakes.limits import MemoryCounts

CLOCK = FakeClock()
NOW_MS = to_ms(CLOCK.now()) // 60_000 * 60_000
WA, OTHER = ConnectionId("wa"), ConnectionId("other")


class Doors:
    """Containers that share their counts."""

    def __init__(self, containers: int = 1, **policy: int) -> None:
        self.counts = MemoryCounts()
        limits = LimitPolicy(**policy)
        self.guards = [InboundLimits(self.counts, limits, CLOCK) for _ in range(containers)]

    def send(self, many: int, **who: Any) -> list[str]:
        """What became of so many updates, the containers taking turns."""
        guards = itertools.islice(itertools.cycle(self.guards), many)
        return [self.one(guard, **who) for guard in guards]

    @staticmethod
    def one(
        guard: InboundLimits, *, connection: ConnectionId = WA, sender: str = "ana", at: int = 0
    ) -> str:
        try:
            guard.admit(connection, sender, NOW_MS + at)
        except LaneSlowedError:
            return "slowed"
        except TooManyMessagesError:
            return "put aside"
        return "admitted"


def test_a_lively_customer_costs_no_request() -> None:
    doors = Doors()
    assert doors.send(49) == ["admitted"] * 49
    assert doors.counts.asked == 0


def test_a_flood_is_slowed_and_then_put_aside() -> None:
    doors = Doors(sender_slow_per_minute=100, sender_most_per_minute=200)
    expected = ["admitted"] * 100 + ["slowed"] * 100 + ["put aside"] * 50
    assert doors.send(250) == expected


def test_others_do_not_notice_a_flood() -> None:
    doors = Doors(sender_slow_per_minute=100, sender_most_per_minute=200)
    doors.send(300)
    assert doors.send(10, sender="luis") == ["admitted"] * 10
    assert doors.send(10, connection=OTHER) == ["admitted"] * 10


def test_the_next_minute_begins_anew() -> None:
    doors = Doors(sender_slow_per_minute=100, sender_most_per_minute=200)
    doors.send(300)
    assert doors.send(10, at=60_000) == ["admitted"] * 10
    assert doors.send(1, at=59_999) == ["put aside"]


def test_containers_count_together() -> None:
    doors = Doors(containers=4, sender_slow_per_minute=1_000, sender_most_per_minute=2_000)
    found = doors.send(3_000)
    assert 1_000 <= found.index("slowed") <= 1_000 + 4 * 50
    assert 2_000 <= found.index("put aside") <= 2_000 + 4 * 50


def test_a_crowded_connection_is_slowed_and_nothing_put_aside() -> None:
    doors = Doors(connection_slow_per_minute=2_000)
    found = [doors.one(doors.guards[0], sender=str(number)) for number in range(3_000)]
    assert found == ["admitted"] * 2_000 + ["slowed"] * 1_000


def test_memory_is_bounded() -> None:
    doors = Doors()
    for number in range(20_000):
        doors.one(doors.guards[0], sender=str(number))
    assert len(doors.guards[0]._counts) <= 10_000
