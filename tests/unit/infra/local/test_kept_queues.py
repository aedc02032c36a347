"""Queues that outlive their process: what waits, what was in flight, what is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.core.queues import QueueMessage
from infra.local.keeping.journal import Journal
from infra.local.queues import LocalQueues, QueueDefinition
from tests.fakes.clock import FakeClock

FIFO, DEAD, STANDARD = "orders.fifo", "orders-dead.fifo", "tasks"
DEFINITIONS = (
    QueueDefinition(FIFO, 30, max_receive_count=2, dead_letter=DEAD),
    QueueDefinition(DEAD),
    QueueDefinition(STANDARD, 30),
)


class Life:
    """Queues of one folder, from process to process."""

    def __init__(self, path: Path) -> None:
        self.clock = FakeClock()
        self._path = path
        self._journal: Journal | None = None

    def begin(self) -> LocalQueues:
        self.end()
        self._journal = Journal(self._path)
        queues = LocalQueues(DEFINITIONS, self.clock, self._journal)
        self._journal.forget_kept()
        return queues

    def end(self) -> None:
        if self._journal is not None:
            self._journal.close()
            self._journal = None


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    one = Life(tmp_path)
    yield one
    one.end()


def message(body: str, group: str = "g") -> QueueMessage:
    return QueueMessage(body, group_id=group, deduplication_id=body)


def take(queues: LocalQueues, queue: str = FIFO, most: int = 10) -> list[str]:
    return [received.body for received in queues.receive(queue, most)]


def test_messages_come_in_their_order_after_a_restart(life: Life) -> None:
    queues = life.begin()
    queues.send(FIFO, [message("1"), message("2", "other"), message("3")])
    queues.send(STANDARD, [QueueMessage("a\nñ"), QueueMessage("b")])
    for _ in range(2):
        queues = life.begin()
        assert queues.counts()[FIFO]["waiting"] == 3
    queues.send(FIFO, [message("4")])
    assert take(queues) == ["1", "3", "4", "2"]
    assert take(queues, STANDARD) == ["a\nñ", "b"]


def test_what_was_in_flight_comes_again_first_and_is_counted(life: Life) -> None:
    queues = life.begin()
    queues.send(FIFO, [message("1"), message("2"), message("3")])
    first, second = queues.receive(FIFO, 2)
    queues.delete(FIFO, first.receipt_handle)
    queues.change_visibility(FIFO, second.receipt_handle, 600)
    queues = life.begin()
    (again,) = queues.receive(FIFO, 1)
    assert (again.body, again.receive_count) == ("2", 2)
    assert again.message_id == second.message_id
    first_received = "ApproximateFirstReceiveTimestamp"
    assert again.attributes[first_received] == second.attributes[first_received]
    assert take(queues) == []  # the group waits for what is in flight


def test_a_message_received_too_often_is_dead_also_over_restarts(life: Life) -> None:
    life.begin().send(FIFO, [message("1")])
    for _ in range(2):
        assert take(life.begin()) == ["1"]
    queues = life.begin()
    assert take(queues) == []
    queues = life.begin()
    (dead,) = queues.receive(DEAD, 1)
    assert dead.body == "1"
    assert dead.attributes["DeadLetterQueueSourceArn"].endswith(FIFO)
    assert dead.receive_count == 1


def test_a_deduplication_window_ends_when_it_would_have_ended(life: Life) -> None:
    queues = life.begin()
    queues.send(FIFO, [message("1")])
    (received,) = queues.receive(FIFO, 1)
    queues.delete(FIFO, received.receipt_handle)
    life.clock.advance(299)
    queues = life.begin()
    queues.send(FIFO, [message("1")])
    assert take(queues) == []
    life.clock.advance(1)
    for _ in range(2):
        queues = life.begin()
    queues.send(FIFO, [message("1")])
    assert take(queues) == ["1"]


def test_a_delay_ends_when_it_would_have_ended(life: Life) -> None:
    life.begin().send(STANDARD, [QueueMessage("later", delay_seconds=60)])
    life.clock.advance(59)
    queues = life.begin()
    assert take(queues, STANDARD) == []
    assert queues.counts()[STANDARD]["delayed"] == 1
    life.clock.advance(1)
    assert take(queues, STANDARD) == ["later"]


def test_purged_queues_are_empty_and_remember_nothing_after_a_restart(life: Life) -> None:
    queues = life.begin()
    queues.send(FIFO, [message("1")])
    queues.purge()
    queues = life.begin()
    assert take(queues) == []
    queues.send(FIFO, [message("1")])
    assert take(queues) == ["1"]


def test_a_queue_that_is_no_more_is_left_aside(life: Life, tmp_path: Path) -> None:
    life.begin().send(FIFO, [message("1")])
    life.end()
    journal = Journal(tmp_path)
    queues = LocalQueues([QueueDefinition(STANDARD)], life.clock, journal)
    queues.send(STANDARD, [QueueMessage("a")])
    assert take(queues, STANDARD) == ["a"]
    journal.close()
    assert take(life.begin()) == ["1"]
