"""What the product expects of a queue, on our own and on ElasticMQ."""

from __future__ import annotations

from collections import defaultdict

import pytest

from chalicelib.adapters.queues import MessageRefusedError
from chalicelib.core.queues import QueueMessage
from infra.local.queues import ReceivedMessage
from tests.contract.queues.harness import (
    FIFO,
    FIFO_DEAD,
    STANDARD,
    STANDARD_DEAD,
    VISIBILITY_SECONDS,
    LocalHarness,
    QueueHarness,
    SqsHarness,
)

_A_LITTLE = 0.3


@pytest.fixture(params=["local", pytest.param("elasticmq", marks=pytest.mark.engine)])
def queues(request: pytest.FixtureRequest) -> QueueHarness:
    if request.param == "local":
        return LocalHarness()
    return SqsHarness(request.getfixturevalue("elasticmq"))


def _fifo(*bodies: str) -> list[QueueMessage]:
    """Messages of which the first letter is the group; each is new to the queue."""
    return [QueueMessage(body, group_id=body[0], deduplication_id=body) for body in bodies]


def _bodies(messages: list[ReceivedMessage]) -> list[str]:
    return [message.body for message in messages]


def _drain(queues: QueueHarness, queue: str, most: int = 10) -> list[ReceivedMessage]:
    """Receive and delete until nothing comes."""
    drained: list[ReceivedMessage] = []
    while messages := queues.receive(queue, most):
        for message in messages:
            queues.delete(queue, message.receipt_handle)
        drained.extend(messages)
    return drained


class TestRefused:
    @pytest.mark.parametrize(
        "message",
        [
            QueueMessage("x", deduplication_id="d"),
            QueueMessage("x", group_id="g"),
            QueueMessage("x", group_id="g", deduplication_id="d", delay_seconds=5),
            QueueMessage("x" * (1024 * 1024 + 1), group_id="g", deduplication_id="d"),
            QueueMessage("x", group_id="g" * 129, deduplication_id="d"),
            QueueMessage("x", group_id="g", deduplication_id="d" * 129),
            QueueMessage("x", group_id="g g", deduplication_id="d"),
            QueueMessage("x", group_id="g", deduplication_id="ñ"),
            QueueMessage("bell \x07", group_id="g", deduplication_id="d"),
        ],
        ids=[
            *("no group", "no deduplication id", "delay", "over 1 MiB", "long group"),
            *("long deduplication id", "space in group", "letter outside ASCII", "control"),
        ],
    )
    def test_message_is_refused_on_fifo_when(
        self, queues: QueueHarness, message: QueueMessage
    ) -> None:
        with pytest.raises(MessageRefusedError):
            queues.send(FIFO, [message])

        assert queues.receive(FIFO, 1) == []

    @pytest.mark.parametrize(
        "message",
        [QueueMessage("x", delay_seconds=901), QueueMessage("x" * (1024 * 1024 + 1))],
        ids=["delay over 900 s", "over 1 MiB"],
    )
    def test_message_is_refused_on_standard_when(
        self, queues: QueueHarness, message: QueueMessage
    ) -> None:
        with pytest.raises(MessageRefusedError):
            queues.send(STANDARD, [message])

        assert queues.receive(STANDARD, 1) == []


class TestFifo:
    def test_message_is_delivered_as_sent(self, queues: QueueHarness) -> None:
        body = "ñandú 😀 " + "x" * (1024 * 1024 - 20)
        queues.send(FIFO, [QueueMessage(body, group_id="G-1:/+", deduplication_id="d" * 128)])

        (message,) = queues.receive(FIFO, 1)

        assert message.body == body
        assert message.group_id == "G-1:/+"
        assert message.receive_count == 1
        assert message.attributes["MessageGroupId"] == "G-1:/+"
        assert message.attributes["MessageDeduplicationId"] == "d" * 128
        assert message.attributes["ApproximateReceiveCount"] == "1"
        assert int(message.attributes["SentTimestamp"]) > 1_700_000_000_000
        assert message.attributes["SequenceNumber"]

    def test_order_is_kept_per_group_when_groups_are_mixed(self, queues: QueueHarness) -> None:
        sent = [f"{group}{number:02}" for number in range(12) for group in "abc"]
        queues.send(FIFO, _fifo(*sent))

        drained = _drain(queues, FIFO, most=4)

        per_group = defaultdict(list)
        for message in drained:
            per_group[message.group_id].append(message.body)
        assert per_group == {
            group: [f"{group}{number:02}" for number in range(12)] for group in "abc"
        }
        numbers = [int(m.attributes["SequenceNumber"]) for m in drained if m.group_id == "a"]
        assert numbers == sorted(numbers)

    def test_group_is_blocked_while_one_is_in_flight_and_another_is_served(
        self, queues: QueueHarness
    ) -> None:
        queues.send(FIFO, _fifo("a0", "a1"))
        (first,) = queues.receive(FIFO, 1)

        assert queues.receive(FIFO, 10) == []
        queues.send(FIFO, _fifo("b0", "a2"))
        assert _bodies(queues.receive(FIFO, 10)) == ["b0"]

        queues.delete(FIFO, first.receipt_handle)
        assert _bodies(queues.receive(FIFO, 1)) == ["a1"]

    def test_batch_takes_several_of_a_group_in_order(self, queues: QueueHarness) -> None:
        queues.send(FIFO, _fifo("a0", "a1", "a2"))

        assert _bodies(queues.receive(FIFO, 10)) == ["a0", "a1", "a2"]

    def test_batch_comes_back_in_order_when_nobody_acknowledged(self, queues: QueueHarness) -> None:
        queues.send(FIFO, _fifo("a0", "a1", "a2", "a3", "a4"))
        assert _bodies(queues.receive(FIFO, 3)) == ["a0", "a1", "a2"]

        queues.pass_time(VISIBILITY_SECONDS + _A_LITTLE)

        again = _drain(queues, FIFO)
        assert _bodies(again) == ["a0", "a1", "a2", "a3", "a4"]
        assert [message.receive_count for message in again] == [2, 2, 2, 1, 1]

    def test_rest_comes_back_in_order_when_the_first_was_acknowledged(
        self, queues: QueueHarness
    ) -> None:
        queues.send(FIFO, _fifo("a0", "a1", "a2", "a3"))
        taken = queues.receive(FIFO, 3)
        queues.delete(FIFO, taken[0].receipt_handle)

        queues.pass_time(VISIBILITY_SECONDS + _A_LITTLE)

        assert _bodies(_drain(queues, FIFO)) == ["a1", "a2", "a3"]

    def test_batch_comes_back_at_once_when_given_back(self, queues: QueueHarness) -> None:
        queues.send(FIFO, _fifo("a0", "a1", "a2"))
        for message in queues.receive(FIFO, 2):
            queues.change_visibility(FIFO, message.receipt_handle, 0)

        assert _bodies(_drain(queues, FIFO)) == ["a0", "a1", "a2"]

    def test_group_stays_blocked_when_visibility_is_extended(self, queues: QueueHarness) -> None:
        queues.send(FIFO, _fifo("a0", "a1"))
        (first,) = queues.receive(FIFO, 1)
        queues.change_visibility(FIFO, first.receipt_handle, 2 * VISIBILITY_SECONDS)

        queues.pass_time(VISIBILITY_SECONDS + _A_LITTLE)
        assert queues.receive(FIFO, 10) == []

        queues.pass_time(VISIBILITY_SECONDS)
        assert _bodies(queues.receive(FIFO, 1)) == ["a0"]

    def test_repeat_is_dropped_when_it_has_the_same_deduplication_id(
        self, queues: QueueHarness
    ) -> None:
        queues.send(FIFO, _fifo("a0"))
        queues.send(FIFO, [QueueMessage("other", group_id="b", deduplication_id="a0")])

        assert _bodies(_drain(queues, FIFO)) == ["a0"]

        queues.send(FIFO, _fifo("a0", "a1"))  # also after the first was deleted
        assert _bodies(_drain(queues, FIFO)) == ["a1"]

    def test_message_is_dead_when_received_too_often_and_its_group_goes_on(
        self, queues: QueueHarness
    ) -> None:
        queues.send(FIFO, _fifo("a0", "a1"))
        for count in (1, 2, 3):
            (message,) = queues.receive(FIFO, 1)
            assert (message.body, message.receive_count) == ("a0", count)
            queues.change_visibility(FIFO, message.receipt_handle, 0)

        assert _bodies(_drain(queues, FIFO)) == ["a1"]
        (dead,) = queues.receive(FIFO_DEAD, 10)
        assert (dead.body, dead.group_id) == ("a0", "a")


class TestStandard:
    def test_delayed_message_waits(self, queues: QueueHarness) -> None:
        queues.send(STANDARD, [QueueMessage("later", delay_seconds=2), QueueMessage("now")])
        assert _bodies(_drain(queues, STANDARD)) == ["now"]

        queues.pass_time(2 + _A_LITTLE)

        assert _bodies(_drain(queues, STANDARD)) == ["later"]

    def test_message_comes_back_when_not_acknowledged(self, queues: QueueHarness) -> None:
        queues.send(STANDARD, [QueueMessage("x"), QueueMessage("y")])
        assert len(queues.receive(STANDARD, 10)) == 2
        assert queues.receive(STANDARD, 10) == []

        queues.pass_time(VISIBILITY_SECONDS + _A_LITTLE)

        again = _drain(queues, STANDARD)
        assert sorted(_bodies(again)) == ["x", "y"]
        assert {message.receive_count for message in again} == {2}

    def test_message_is_dead_when_received_too_often(self, queues: QueueHarness) -> None:
        queues.send(STANDARD, [QueueMessage("bad")])
        for _ in range(3):
            (message,) = queues.receive(STANDARD, 1)
            queues.change_visibility(STANDARD, message.receipt_handle, 0)

        assert queues.receive(STANDARD, 1) == []
        assert _bodies(queues.receive(STANDARD_DEAD, 1)) == ["bad"]

    def test_all_arrive_when_more_than_a_batch_is_sent(self, queues: QueueHarness) -> None:
        sent = [f"{number}-{'x' * 200_000}" for number in range(23)]
        queues.send(STANDARD, [QueueMessage(body) for body in sent])

        assert sorted(_bodies(_drain(queues, STANDARD))) == sorted(sent)
