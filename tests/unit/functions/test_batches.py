"""What failed comes again, alone and soon; a FIFO group waits for its first failure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.core.queues import QueueUnavailableError
from functions.batches import ComeAgain, Record, Source, each_of_queue, pause_seconds, queue_of
from tests.fakes.queues import FakeQueues

QUEUE = "inbound.fifo"


def record(body: str, *, group: str | None = None, received: int = 1) -> Record:
    attributes = {"ApproximateReceiveCount": str(received)}
    if group is not None:
        attributes["MessageGroupId"] = group
    return {
        "messageId": f"id of {body}",
        "receiptHandle": f"receipt of {body}",
        "body": body,
        "attributes": attributes,
    }


def failing(*bodies: str, raised: Exception | None = None) -> Callable[[Record], None]:
    def process(given: Record) -> None:
        if given["body"] in bodies:
            raise raised or ValueError("broken")

    return process


class Batch:
    def __init__(self) -> None:
        self.queues: Any = FakeQueues()

    def run(self, process: Callable[[Record], None], *records: Record) -> list[str]:
        """Bodies of what is to be delivered again."""
        event = {"Records": list(records)}
        answer = each_of_queue(event, Source(self.queues, QUEUE), process)
        failed = [one["itemIdentifier"] for one in answer["batchItemFailures"]]
        return [one.removeprefix("id of ") for one in failed]

    @property
    def postponed(self) -> dict[str, int]:
        return {
            receipt.removeprefix("receipt of "): seconds
            for queue, receipt, seconds in self.queues.postponed
            if queue == QUEUE
        }


@pytest.mark.parametrize("name", ["media", "history-media"])
@pytest.mark.parametrize("prefix", ["", "hilo-", "media-"])
def test_a_batch_tells_which_queue_it_is_from(name: str, prefix: str) -> None:
    told = {"Records": [{"eventSourceARN": f"arn:aws:sqs:us-east-1:1:{prefix}{name}"}]}
    assert queue_of(told, ("media", "history-media")) == name


@pytest.fixture
def batch() -> Batch:
    return Batch()


def test_nothing_comes_again_when_all_went_well(batch: Batch) -> None:
    assert batch.run(failing(), record("a"), record("b")) == []
    assert batch.postponed == {}


def test_only_the_failed_one_comes_again_on_a_standard_queue(batch: Batch) -> None:
    records = [record("a"), record("b", received=3), record("c")]
    assert batch.run(failing("b"), *records) == ["b"]
    assert batch.postponed == {"b": 4}


def test_the_rest_of_a_group_waits_for_its_first_failure(batch: Batch) -> None:
    seen: list[str] = []

    def process(given: Record) -> None:
        seen.append(given["body"])
        failing("a1", "b2")(given)

    records = [
        record("a1", group="a", received=2),
        record("b1", group="b"),
        record("a2", group="a"),
        record("b2", group="b"),
        record("b3", group="b"),
    ]
    assert batch.run(process, *records) == ["a1", "a2", "b2", "b3"]
    assert seen == ["a1", "b1", "b2"]
    assert batch.postponed == {"a1": 2, "a2": 2, "b2": 1, "b3": 1}


def test_one_whose_time_has_not_come_says_when(batch: Batch) -> None:
    process = failing("a", raised=ComeAgain(17))
    assert batch.run(process, record("a", group="g"), record("b", group="g")) == ["a", "b"]
    assert batch.postponed == {"a": 17, "b": 17}


def test_it_comes_again_by_itself_when_the_queue_postpones_nothing(batch: Batch) -> None:
    class Deaf(FakeQueues):
        def postpone(self, queue: str, receipt_handle: str, seconds: int) -> None:
            raise QueueUnavailableError(queue)

    batch.queues = Deaf()
    assert batch.run(failing("a"), record("a"), record("b")) == ["a"]


def test_pauses_grow_to_a_limit() -> None:
    assert [pause_seconds(n) for n in (1, 2, 3, 5, 6, 90)] == [1, 2, 4, 16, 30, 30]
