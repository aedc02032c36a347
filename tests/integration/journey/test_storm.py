"""Lanes in threads, duplicates, kills, resolves and merges at random, for a bounded time."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.domains.conversations import rules
from tests.integration.journey.crashes import KilledError, When
from tests.integration.journey.customers import START_SECOND, Customer, Written
from tests.integration.journey.pictures import Stored, troubles
from tests.integration.journey.world import ComesAgainError, World

SECONDS = 8.0
CUSTOMERS = 3
MESSAGES_OF_A_LANE = 7
KILLS = 0.04
LANES = (("phone",), ("user_id",), ("phone", "user_id"))


class Storm:
    """Customers whose messages run in lanes that die; what was killed is delivered again."""

    def __init__(self, world: World, seed: int) -> None:
        self._world = world
        self._random = random.Random(seed)
        self.written: list[Written] = []
        self._until = time.monotonic() + SECONDS

    def rage(self) -> None:
        lanes = [self._lane(Customer.fresh(), shows) for _ in range(CUSTOMERS) for shows in LANES]
        self.written = [one for lane in lanes for one in lane]
        self._world.killer.chance = self._chance
        with ThreadPoolExecutor(len(lanes) + 1) as pool:
            running = [pool.submit(self._run, lane) for lane in lanes]
            running.append(pool.submit(self._resolve_now_and_then))
            for one in running:
                one.result()
        self._world.killer.disarm()

    def rest(self) -> None:
        """The queue's redeliveries, one after the other: each update once more at least."""
        for one in self.written:
            for _ in range(5):
                if self._delivered(one):
                    break

    def _lane(self, customer: Customer, shows: tuple[str, ...]) -> list[Written]:
        return [
            Written(
                customer,
                f"{'+'.join(shows)} {number}",
                START_SECOND + self._random.randint(0, 30),
                place=number,
                shows=shows,
            )
            for number in range(MESSAGES_OF_A_LANE)
        ]

    def _run(self, lane: list[Written]) -> None:
        for one in lane:
            for _ in range(self._random.choice((1, 1, 1, 2))):
                while time.monotonic() < self._until and not self._delivered(one):
                    pass

    def _delivered(self, one: Written) -> bool:
        try:
            self._world.receive(one)
        except (KilledError, ComesAgainError):
            return False
        return True

    def _resolve_now_and_then(self) -> None:
        threads = self._world.container.thread_store
        while time.monotonic() < self._until:
            time.sleep(0.2)
            heads = Stored.of(self._world).open_heads()
            if not heads:
                return
            head = self._random.choice(heads)
            now_ms = to_ms(self._world.clock.now())
            change = Change("conversation.resolved", "agente1", now_ms)
            try:
                threads.save_head(head, rules.resolved(head, now_ms), change)
            except KilledError:
                continue
            if Stored.of(self._world).messages and self._is_over():
                return

    def _is_over(self) -> bool:
        return len(Stored.of(self._world).messages) >= len(self.written)

    def _chance(self) -> When | None:
        if self._random.random() >= KILLS:
            return None
        return "before" if self._random.random() < 0.5 else "after"


@pytest.mark.parametrize("seed", [1])
def test_nothing_is_lost_or_doubled_in_a_storm(world: World, seed: int) -> None:
    storm = Storm(world, seed)
    storm.rage()
    storm.rest()
    assert troubles(world) == []
    stored = Stored.of(world)
    assert {one.provider_id for one in stored.messages} == {
        one.provider_id for one in storm.written
    }
    assert len(stored.messages) == len(storm.written)
