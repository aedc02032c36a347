"""The model of a storm of statuses: repeatable, and it loses count of nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.webhook.function import FUNCTION as WEBHOOK
from tests.bench.status_storm import (
    MIXES,
    SECONDS,
    STATUSES_PER_SECOND,
    Assumptions,
    Handler,
    measure_handler,
    simulate,
)

QUICK = Handler(fixed_seconds=0.000_1, status_seconds=0.000_02)
SLOW = Handler(fixed_seconds=0.5, status_seconds=0)


@pytest.mark.parametrize("mix", MIXES)
def test_every_post_is_answered_or_refused(mix: int) -> None:
    storm = simulate(QUICK, mix, Assumptions())
    assert storm == simulate(QUICK, mix, Assumptions())
    expected = STATUSES_PER_SECOND * SECONDS
    if storm.throttled == 0:
        assert storm.statuses == pytest.approx(expected, rel=0.35)
    assert storm.cold_starts <= (WEBHOOK.reserved_concurrency or 0)
    assert storm.most_at_once <= (WEBHOOK.reserved_concurrency or 0)


@pytest.mark.parametrize("mix", [10, 100, 1_000])
def test_batches_are_answered_in_time(mix: int) -> None:
    storm = simulate(QUICK, mix, Assumptions())
    assert storm.median < 0.25
    assert storm.over_a_second < 0.01


def test_a_slow_handler_is_seen() -> None:
    storm = simulate(SLOW, 10, Assumptions())
    assert storm.throttled > 0
    assert storm.over_a_second > 0.01


def test_slow_queues_are_seen() -> None:
    slow = replace(Assumptions(), queue_call_median_seconds=0.5)
    assert simulate(QUICK, 100, slow).median > 0.25


def test_the_real_handler_is_measured() -> None:
    handler = measure_handler()
    assert handler.status_seconds > 0
    assert handler.on(512, 1_000) > handler.on(1_769, 1_000) > handler.on(1_769, 1) > 0
