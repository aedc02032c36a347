"""Queue triggers on the real local queues, with small functions."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chalicelib.core.clock import SystemClock
from chalicelib.core.queues import INBOUND, STATUS, QueueMessage
from functions.definition import QueueTrigger
from infra.local.queues import LocalQueues
from infra.local.stack.activity import Activity
from infra.local.stack.observed_queues import ObservedQueues
from infra.local.stack.queue_triggers import QueueConsumer
from infra.queues import QUEUES
from tests.integration.stack.serving import eventually

Start = Callable[..., None]


@pytest.fixture
def queues() -> ObservedQueues:
    return ObservedQueues(LocalQueues(QUEUES, SystemClock()))


@pytest.fixture
def start(queues: ObservedQueues) -> Iterator[Start]:
    """Start a function on a queue."""
    started: list[QueueConsumer] = []

    def start_one(function: Callable[[dict[str, Any]], Any], queue: str = INBOUND) -> None:
        trigger = QueueTrigger(queue, batch_size=10, maximum_concurrency=50)
        started.append(QueueConsumer(queues, trigger, function, Activity(), concurrency=4))
        started[-1].start()

    yield start_one
    queues.local.close()
    for consumer in started:
        consumer.stop()


def put(queues: ObservedQueues, *bodies: str, group: str = "g") -> None:
    made = [QueueMessage(body, group, f"{group}-{body}") for body in bodies]
    queues.send(INBOUND, made)


def failures(*records: dict[str, Any]) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": one["messageId"]} for one in records]}


def test_a_group_is_handled_in_order_and_never_twice_at_once(
    queues: ObservedQueues, start: Start
) -> None:
    seen: dict[str, list[str]] = {}
    running: set[str] = set()
    overlaps: list[str] = []
    lock = threading.Lock()

    def function(event: dict[str, Any]) -> None:
        groups = {one["attributes"]["MessageGroupId"] for one in event["Records"]}
        with lock:
            overlaps.extend(groups & running)
            running.update(groups)
        time.sleep(0.002)
        with lock:
            for one in event["Records"]:
                seen.setdefault(one["attributes"]["MessageGroupId"], []).append(one["body"])
            running.difference_update(groups)

    start(function)
    for number in range(50):
        for group in ("a", "b", "c", "d", "e"):
            put(queues, str(number), group=group)
    eventually(lambda: not queues.unfinished())
    assert overlaps == []
    assert all(bodies == [str(n) for n in range(50)] for bodies in seen.values())
    assert len(seen) == 5


def test_what_failed_comes_back_soon_with_the_rest_of_its_group_in_order(
    queues: ObservedQueues, start: Start
) -> None:
    taken: list[list[str]] = []

    def function(event: dict[str, Any]) -> Any:
        taken.append(
            [
                f"{one['body']}{one['attributes']['ApproximateReceiveCount']}"
                for one in event["Records"]
            ]
        )
        failed = [
            one
            for one in event["Records"]
            if one["body"] == "b" and one["attributes"]["ApproximateReceiveCount"] == "1"
        ]
        return failures(*failed)

    put(queues, "a", "b", "c")
    put(queues, "x", group="other")
    before = time.monotonic()
    start(function)
    eventually(lambda: not queues.unfinished())
    assert 0.9 < time.monotonic() - before < 5, "after a second, not after the visibility timeout"
    assert taken == [["a1", "b1", "c1", "x1"], ["b2", "c2"]]


@pytest.mark.parametrize("fault", ["raises", "names a stranger"])
def test_the_whole_batch_comes_back_when_the_function(
    queues: ObservedQueues, start: Start, fault: str
) -> None:
    counts: list[int] = []

    def function(event: dict[str, Any]) -> Any:
        counts.append(len(event["Records"]))
        if len(counts) > 1:
            return None
        if fault == "raises":
            raise ValueError(fault)
        return {"batchItemFailures": [{"itemIdentifier": "nobody"}]}

    put(queues, "a", "b")
    start(function)
    eventually(lambda: not queues.unfinished())
    assert counts == [2, 2]


def test_a_message_whose_return_the_handler_set_is_left_alone(
    queues: ObservedQueues, start: Start
) -> None:
    times: list[float] = []

    def function(event: dict[str, Any]) -> Any:
        times.append(time.monotonic())
        if len(times) > 1:
            return None
        (record,) = event["Records"]
        queues.postpone(INBOUND, record["receiptHandle"], 2)
        return failures(record)

    put(queues, "a")
    start(function)
    eventually(lambda: not queues.unfinished())
    assert 1.8 < times[1] - times[0] < 4


def test_what_is_parked_on_status_does_not_count_but_what_failed_there_does(
    queues: ObservedQueues, start: Start
) -> None:
    def function(event: dict[str, Any]) -> Any:
        for record in event["Records"]:
            queues.postpone(STATUS, record["receiptHandle"], 600)
        return failures(*event["Records"])

    start(function, STATUS)
    queues.send(STATUS, [QueueMessage("parked", delay_seconds=600)])
    assert queues.unfinished() == 0
    queues.send(STATUS, [QueueMessage("fails")])
    eventually(lambda: queues.local.counts()[STATUS]["in_flight"] == 1)
    assert queues.unfinished() == 1
