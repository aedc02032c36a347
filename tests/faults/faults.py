"""Which fault strikes where: odds, drawn from one seeded generator, and the count of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import TypeVar

from tests.faults.simulation import Simulation
from tests.integration.journey.crashes import KilledError

T = TypeVar("T")

ODDS = {
    "request throttled": 0.008,
    "request failed before its effect": 0.004,
    "request failed after its effect": 0.004,
    "request sent again by the SDK": 0.01,
    "transaction conflict": 0.02,
    "stale read": 0.05,
    "keys kept back": 0.05,
    "slow answer": 0.008,
    "killed": 0.003,
    "queue throttled": 0.02,
    "queue entry refused": 0.04,
    "queue answer lost": 0.02,
    "queue message doubled": 0.06,
    "queue message late": 0.1,
    "queue delete lost": 0.02,
    "stream batch delivered again": 0.04,
    "stream consumer late": 0.05,
    "provider unreachable": 0.03,
    "provider 500": 0.03,
    "provider 429": 0.03,
    "provider refusal": 0.02,
    "provider silent, not taken": 0.02,
    "provider silent, taken": 0.02,
    "webhook answer lost": 0.05,
    "webhook doubled": 0.05,
    "webhook late": 0.04,
    "API answer lost": 0.02,
    "frame not posted": 0.01,
    "file not there yet": 0.3,
}
"""Kinds of faults and how likely each is where it may strike."""

_LATENCY_SECONDS = 0.008
_SLOWEST_SECONDS = 9.0


class Faults:
    """Draws faults until `stop`; nothing strikes outside of the simulation's tasks."""

    def __init__(self, simulation: Simulation, random: Random) -> None:
        self._simulation, self._random = simulation, random
        self.counts: Counter[str] = Counter()
        self._stopped = False

    def stop(self) -> None:
        self._stopped = True

    def strikes(self, kind: str) -> bool:
        """Whether this fault happens here and now; counted if so."""
        return self._simulation.task is not None and self.strikes_outside(kind)

    def strikes_outside(self, kind: str) -> bool:
        """The same for what the platform does by itself, outside of any task."""
        if self._stopped or self._random.random() >= ODDS[kind]:
            return False
        self.counts[kind] += 1
        return True

    def around(self, effect: Callable[[], T]) -> T:
        """An effect on the outside: it takes time, and the process may die on either side."""
        self._travel()
        self._may_die()
        answer = effect()
        self._may_die()
        self._travel()
        return answer

    def between(self, low: float, high: float) -> float:
        """A number of seconds."""
        return self._random.uniform(low, high)

    def shuffle(self, things: list[T]) -> None:
        self._random.shuffle(things)

    def _travel(self) -> None:
        seconds = self._random.expovariate(1 / _LATENCY_SECONDS) if self._simulation.task else 0.0
        if self.strikes("slow answer"):
            seconds += self._random.uniform(0.2, _SLOWEST_SECONDS)
        self._simulation.sleep(seconds)

    def _may_die(self) -> None:
        if self.strikes("killed"):
            raise KilledError
