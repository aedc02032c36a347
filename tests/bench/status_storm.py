"""3,000 statuses a second for ten seconds at the webhook: measured handler, modelled Lambda.

The handler's CPU time per POST is measured here, with queues in memory; what
AWS adds is assumed (`Assumptions`, and docs/status-storm.md). A simulation then counts
environments, cold starts, throttled POSTs and the provider's wait for its answer.
`python -m tests.bench.status_storm` prints the table.
"""

from __future__ import annotations

import heapq
import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.adapters.channels.doors import receive
from chalicelib.adapters.channels.webhooks import WebhookDependencies, WebhookRequest
from chalicelib.core.clock import SystemClock
from chalicelib.core.observability import logger
from functions.webhook.function import FUNCTION as WEBHOOK
from tests.bench.provider import SECRETS, Sender, statuses_event
from tests.fakes.body_store import FakeBodyStore
from tests.fakes.queues import FakeQueues
from tests.fakes.secrets import FakeSecretStore

STATUSES_PER_SECOND, SECONDS = 3_000, 10.0
MIXES = (1, 10, 100, 1_000)
_MEASURED_SIZES = (1, 10, 100, 1_000)
_MEASURED_RUNS = 30
_FULL_CPU_MB = 1_769  # Lambda gives one whole CPU at this size, and parts of it in proportion


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is not measured here: seconds, and shares of a CPU."""

    gateway_seconds: float = 0.010
    queue_call_median_seconds: float = 0.008
    queue_call_spread: float = 0.6  # of the logarithm: p99 is four times the median
    cold_start_seconds: float = 0.450
    most_new_per_second: int = 100  # 1,000 in ten seconds for one function
    most_entries_per_call: int = 10
    most_statuses_per_entry: int = 50


@dataclass(frozen=True, slots=True)
class Handler:
    """CPU seconds of a POST on one whole CPU: a fixed part, and one for each status."""

    fixed_seconds: float
    status_seconds: float

    def on(self, memory_mb: int, statuses: int) -> float:
        """On a Lambda of that size."""
        whole = self.fixed_seconds + self.status_seconds * statuses
        return whole * max(1.0, _FULL_CPU_MB / memory_mb)


@dataclass(frozen=True, slots=True)
class Storm:
    """What a run came to; waits are seconds from the POST to its answer."""

    mean_batch: int
    posts: int
    statuses: int
    calls: int
    throttled: int
    cold_starts: int
    most_at_once: int
    median: float
    p99: float
    over_a_second: float


def measure_handler() -> Handler:
    """CPU time of the real handler, by the size of a POST."""
    dependencies = WebhookDependencies(
        FakeSecretStore(SECRETS), FakeQueues(), FakeBodyStore(), SystemClock()
    )
    taken = {size: _cpu_seconds(size, dependencies) for size in _MEASURED_SIZES}
    small, large = _MEASURED_SIZES[0], _MEASURED_SIZES[-1]
    per_status = (taken[large] - taken[small]) / (large - small)
    return Handler(taken[small] - per_status * small, per_status)


def _cpu_seconds(size: int, dependencies: WebhookDependencies) -> float:
    event = statuses_event(Sender.fresh(), size)
    runs = []
    for _ in range(_MEASURED_RUNS):
        before = time.process_time()
        answer = receive(WebhookRequest.from_event(event), dependencies)
        runs.append(time.process_time() - before)
        assert answer.status == 200
    return statistics.median(runs)


def simulate(handler: Handler, mean_batch: int, given: Assumptions, *, seed: int = 1) -> Storm:
    """POSTs come at random moments, with sizes spread geometrically about the mean."""
    return _Simulation(handler, mean_batch, given, random.Random(seed)).run()


class _Simulation:
    def __init__(
        self, handler: Handler, mean_batch: int, given: Assumptions, dice: random.Random
    ) -> None:
        self._handler, self._mean, self._given, self._dice = handler, mean_batch, given, dice
        self._busy: list[float] = []  # when each busy environment is free again
        self._idle = 0
        self._made_in: dict[int, int] = {}
        self._calls = self._cold = self._throttled = self._most = 0
        self._waits: list[float] = []
        self._statuses = 0

    def run(self) -> Storm:
        posts = 0
        now = 0.0
        while True:
            now += self._dice.expovariate(STATUSES_PER_SECOND / self._mean)
            if now >= SECONDS:
                break
            posts += 1
            self._arrive(now)
        waits = sorted(self._waits)
        late = sum(wait > 1.0 for wait in waits) + self._throttled
        return Storm(
            mean_batch=self._mean,
            posts=posts,
            statuses=self._statuses,
            calls=self._calls,
            throttled=self._throttled,
            cold_starts=self._cold,
            most_at_once=self._most,
            median=statistics.median(waits),
            p99=waits[int(0.99 * len(waits))],
            over_a_second=late / posts,
        )

    def _arrive(self, now: float) -> None:
        """An idle environment takes it, else a new one, else the provider comes again."""
        size = self._size()
        while self._busy and self._busy[0] <= now:
            heapq.heappop(self._busy)
            self._idle += 1
        start = 0.0
        if self._idle:
            self._idle -= 1
        elif self._may_make(now):
            self._cold += 1
            start = self._given.cold_start_seconds
        else:
            self._throttled += 1
            return
        self._statuses += size
        wait = start + self._seconds(size)
        heapq.heappush(self._busy, now + wait)
        self._most = max(self._most, len(self._busy))
        self._waits.append(wait + self._given.gateway_seconds)

    def _may_make(self, now: float) -> bool:
        second, limit = int(now), WEBHOOK.reserved_concurrency
        made = self._made_in.get(second, 0)
        burst = self._given.most_new_per_second * 10 if second == 0 else 0
        if limit is not None and len(self._busy) >= limit:
            return False
        if made >= max(self._given.most_new_per_second, burst):
            return False
        self._made_in[second] = made + 1
        return True

    def _size(self) -> int:
        if self._mean == 1:
            return 1
        size = 1 + int(self._dice.expovariate(1 / (self._mean - 0.5)))
        return min(size, 1_000)

    def _seconds(self, size: int) -> float:
        entries = -(-size // self._given.most_statuses_per_entry)
        calls = -(-entries // self._given.most_entries_per_call)
        self._calls += calls
        queue = sum(
            self._given.queue_call_median_seconds
            * self._dice.lognormvariate(0, self._given.queue_call_spread)
            for _ in range(calls)
        )
        return self._handler.on(WEBHOOK.memory_mb, size) + queue


def as_table(handler: Handler, storms: Sequence[Storm]) -> str:
    """Rows of text."""
    memory = WEBHOOK.memory_mb
    rows = [
        f"status storm: {STATUSES_PER_SECOND}/s for {SECONDS:.0f} s; a POST of one status takes"
        f" {handler.on(memory, 1) * 1000:.1f} ms at {memory} MB, of 1,000"
        f" {handler.on(memory, 1_000) * 1000:.0f} ms",
        f"{'statuses a POST':>16}{'POSTs':>8}{'SQS calls':>11}{'at once':>9}{'cold':>6}"
        f"{'throttled':>11}{'median ms':>11}{'p99 ms':>8}{'over 1 s':>10}",
    ]
    rows += [
        f"{each.mean_batch:>16}{each.posts:>8}{each.calls:>11}{each.most_at_once:>9}"
        f"{each.cold_starts:>6}{each.throttled:>11}{each.median * 1000:>11.0f}"
        f"{each.p99 * 1000:>8.0f}{each.over_a_second:>10.2%}"
        for each in storms
    ]
    return "\n".join(rows)


def measure() -> str:
    """The whole table."""
    handler = measure_handler()
    storms = [simulate(handler, mean, Assumptions()) for mean in MIXES]
    return as_table(handler, storms)


if __name__ == "__main__":
    logger.setLevel("ERROR")
    print(measure())
