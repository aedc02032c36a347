"""Lanes that nobody rang are rung, and no connection waits for what another holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from chalicelib.core.clock import to_ms
from chalicelib.core.ids import ConnectionId, ConversationId
from chalicelib.core.queues import OUTBOUND, QueueMessage, QueueUnavailableError
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.connections.standing import Restriction
from chalicelib.domains.conversations.models import Message
from chalicelib.domains.notifications.services.relay import order, read_order
from chalicelib.domains.notifications.services.sweep import RARELY_MINUTES, Sweep
from tests.fakes.clock import TickingClock
from tests.fakes.messages import MemoryMessages
from tests.fakes.queues import FakeQueues
from tests.samples import CHANGE, CONNECTION, NOW_MS, PRINCIPAL, id_at, id_of, posted, written

OTHER = ConnectionId("wa-otra")
BAN = Restriction("banned", (), NOW_MS, None, stops_sending=True)
A_MOUNTAIN = 501


@dataclass
class Numbers:
    """SweptConnections: `held` may send nothing."""

    known: list[Connection] = field(default_factory=lambda: [CONNECTION])
    held: set[ConnectionId] = field(default_factory=set)

    def all(self) -> list[Connection]:
        return self.known

    def hold_of(self, connection_id: ConnectionId, now_ms: int) -> Restriction | None:
        return BAN if connection_id in self.held else None


class SlowQueues(FakeQueues):
    """Each request takes its seconds."""

    def __init__(self, clock: TickingClock, seconds: float) -> None:
        super().__init__()
        self._clock, self._seconds = clock, seconds

    def send(self, queue: str, messages: Sequence[QueueMessage]) -> None:
        super().send(queue, messages)
        self._clock.advance(self._seconds)


class Night:
    """A minute after START, at which all samples are due."""

    def __init__(self) -> None:
        self.clock = TickingClock()
        self.messages, self.numbers, self.queues = MemoryMessages(), Numbers(), FakeQueues()
        self.clock.advance(60)
        while to_ms(self.clock.now()) // 60_000 % RARELY_MINUTES == 0:
            self.clock.advance(60)

    def has(self, *messages: Message) -> None:
        for message in messages:
            self.messages.put(message, CHANGE)

    def has_mountain(self, connection_id: ConnectionId) -> None:
        self.has(
            *(
                posted(0, connection_id=connection_id, conversation_id=id_of(f"high {number}"))
                for number in range(A_MOUNTAIN)
            )
        )

    def knows(self, **fields: Any) -> None:
        self.numbers.known.append(replace(CONNECTION, id=OTHER, **fields))

    def ring(self, seconds: float = 1_000.0) -> int:
        sweep = Sweep(self.messages, self.numbers, self.queues, self.clock)
        return sweep.ring(seconds)

    @property
    def rung(self) -> list[ConversationId]:
        sent = self.queues.sent.get(OUTBOUND, [])
        return [read_order(one.body)[0] for one in sent]


@pytest.fixture
def night() -> Night:
    return Night()


def test_whatever_is_overdue_is_rung_for(night: Night) -> None:
    other = posted(0, conversation_id=id_of("two"))
    night.has(posted(0), other, posted(3_000, conversation_id=id_of("later")), written(1))
    assert night.ring() == 2
    minute = to_ms(night.clock.now()) // 60_000
    assert night.queues.sent[OUTBOUND] == [
        QueueMessage(
            order(one.conversation_id, one.id), one.conversation_id, f"sweep{minute}-{one.id}"
        )
        for one in sorted((posted(0), other), key=lambda one: one.conversation_id)
    ]


def test_nothing_is_overdue(night: Night) -> None:
    night.has(posted(3_000))
    assert night.ring() == 0
    assert night.queues.sent == {}


def test_a_lane_is_rung_once_for_what_waits_longest(night: Night) -> None:
    night.has(posted(2), posted(0), posted(1))
    night.clock.advance(60)
    assert night.ring() == 1
    assert read_order(night.queues.sent[OUTBOUND][0].body) == (id_of("one"), id_at(0))


def test_a_mountain_of_a_held_number_keeps_no_other_waiting(night: Night) -> None:
    night.knows()
    night.numbers.held.add(OTHER)
    night.has_mountain(OTHER)
    night.has(posted(0))
    assert night.ring() == 1
    assert night.rung == [id_of("one")]


def test_a_number_that_is_released_is_rung_in_the_next_run(night: Night) -> None:
    night.numbers.held.add(PRINCIPAL)
    night.has_mountain(PRINCIPAL)
    assert night.ring() == 0
    night.numbers.held.clear()
    assert night.ring() == A_MOUNTAIN
    assert len(set(night.rung)) == A_MOUNTAIN


def test_a_number_that_is_switched_off_is_not_rung_until_it_is_on(night: Night) -> None:
    night.knows(enabled=False)
    night.has(posted(0, connection_id=OTHER))
    assert night.ring() == 0
    night.numbers.known[-1] = replace(CONNECTION, id=OTHER)
    assert night.ring() == 1


def test_held_lanes_are_rung_now_and_then_behind_all_others(night: Night) -> None:
    """What was tried before the hold is settled, and what waits says why."""
    night.knows()
    night.numbers.held.add(PRINCIPAL)
    night.has(posted(0), posted(0, connection_id=OTHER, conversation_id=id_of("two")))
    for _ in range(RARELY_MINUTES):
        night.ring()
        night.clock.advance(60)
    assert night.rung.count(id_of("one")) == 1
    assert night.rung.count(id_of("two")) == RARELY_MINUTES
    held_at = night.rung.index(id_of("one"))
    assert night.rung[held_at - 1] == id_of("two")


def test_numbers_take_turns(night: Night) -> None:
    night.knows()
    night.has_mountain(PRINCIPAL)
    night.has(posted(0, connection_id=OTHER))
    night.ring()
    assert night.rung.index(id_of("one")) <= 1


def test_time_ends_a_run_and_the_rest_is_left_for_the_next(night: Night) -> None:
    night.has_mountain(PRINCIPAL)
    night.queues = SlowQueues(night.clock, seconds=10)
    assert 0 < night.ring(seconds=25) < A_MOUNTAIN


def test_what_an_earlier_version_stored_is_rung_for(night: Night) -> None:
    night.has(posted(0, connection_id=None))
    for _ in range(RARELY_MINUTES):
        night.ring()
        night.clock.advance(60)
    assert night.rung == [id_of("one")]


def test_a_queue_that_takes_nothing_is_told(night: Night) -> None:
    night.has(posted(0))
    night.queues.broken.add(OUTBOUND)
    with pytest.raises(QueueUnavailableError):
        night.ring()
