"""The verdict on being at rest: never too early."""

from __future__ import annotations

import asyncio
import threading

import pytest

from chalicelib.core.clock import SystemClock
from chalicelib.core.queues import MEDIA, OUTBOUND, QueueMessage
from infra.local.queues import LocalQueues
from infra.local.stack.activity import Activity, Gate
from infra.local.stack.idle import Rest
from infra.local.stack.observed_queues import ObservedQueues
from infra.queues import QUEUES


class World:
    """Every place in which work may be."""

    def __init__(self) -> None:
        self.activity = Activity()
        self.queues = ObservedQueues(LocalQueues(QUEUES, SystemClock()))
        self.read = self.provider_idle = True
        self.unsent, self.asked = False, 0
        self.rest = Rest(
            self.activity, self.queues, lambda: [self], lambda: self.provider_idle, self._unsent
        )

    def idle(self) -> bool:
        """As a stream reader."""
        return self.read

    def says(self) -> bool:
        return asyncio.run(self.rest.idle())

    def _unsent(self) -> bool:
        self.asked += 1
        return self.unsent


@pytest.fixture
def world() -> World:
    return World()


def test_nothing_anywhere_is_rest(world: World) -> None:
    assert world.says()


def test_each_place_alone_is_work(world: World) -> None:
    with world.activity.one():
        assert not world.says()
    world.read = False
    assert not world.says()
    world.read, world.provider_idle = True, False
    assert not world.says()
    world.provider_idle, world.unsent = True, True
    assert not world.says()
    world.unsent = False
    assert world.says()


def test_a_queued_an_in_flight_and_a_postponed_message_are_work(world: World) -> None:
    world.queues.send(OUTBOUND, [QueueMessage("a", "g", "d")])
    assert not world.says()
    (message,) = world.queues.local.receive(OUTBOUND)
    assert not world.says()
    world.queues.postpone(OUTBOUND, message.receipt_handle, 60)
    assert not world.says(), "a retry that waits"
    world.queues.local.delete(OUTBOUND, message.receipt_handle)
    assert world.says()
    world.queues.send(MEDIA, [QueueMessage("m", delay_seconds=60)])
    assert not world.says()


def test_work_that_came_and_went_during_the_question_is_noticed(world: World) -> None:
    def busy_meanwhile() -> bool:
        with world.activity.one():
            return False

    rest = Rest(world.activity, world.queues, lambda: [world], lambda: True, busy_meanwhile)
    assert not asyncio.run(rest.idle())


def test_messages_are_looked_up_once_per_rest(world: World) -> None:
    assert world.says()
    assert world.says()
    assert world.asked == 1
    with world.activity.one():
        pass
    assert world.says()
    assert world.asked == 2


def test_moving_work_is_never_overlooked(world: World) -> None:
    """One piece of work travels in circles between two places; a verdict in between is wrong."""
    stop, verdicts = threading.Event(), list[bool]()

    def travel() -> None:
        world.activity.begin()
        number = 0
        while not stop.is_set():
            number += 1
            world.queues.send(OUTBOUND, [QueueMessage("a", "g", str(number))])
            world.activity.end()
            (message,) = world.queues.local.receive(OUTBOUND)
            world.activity.begin()
            world.queues.local.delete(OUTBOUND, message.receipt_handle)
        world.activity.end()

    thread = threading.Thread(target=travel)
    thread.start()
    while world.activity.started == 0:
        pass
    verdicts = [world.says() for _ in range(300)]
    stop.set()
    thread.join()
    assert not any(verdicts)
    assert world.says()


def test_a_closed_gate_lets_nobody_in_until_it_opens() -> None:
    async def scene() -> list[str]:
        gate, order = Gate(Activity()), list[str]()

        async def call() -> None:
            async with gate.passing():
                order.append("call")

        async with gate.closed():
            task = asyncio.create_task(call())
            await asyncio.sleep(0.02)
            order.append("reset")
        await task
        return order

    assert asyncio.run(scene()) == ["reset", "call"]
