"""Every store of timers keeps the same promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.dynamo import Dynamo
from chalicelib.domains.conversations.ports import Timers
from chalicelib.domains.conversations.repository.timers import DynamoTimers
from tests.fakes.timers import MemoryTimers
from tests.samples import CHANGE, id_of

NOW = CHANGE.at_ms // 60_000
ONE, TWO = id_of("one"), id_of("two")


@pytest.fixture
def timers(storage: Dynamo | None) -> Timers:
    return DynamoTimers(storage) if storage else MemoryTimers()


def test_sweeping_begins_with_the_first_timer(timers: Timers) -> None:
    assert timers.swept_up_to() is None
    timers.arm(ONE, NOW + 90, CHANGE)
    timers.arm(TWO, NOW + 5, replace(CHANGE, at_ms=CHANGE.at_ms + 120_000))
    assert timers.swept_up_to() == NOW
    timers.sweep_up_to(NOW + 3, CHANGE)
    timers.arm(ONE, NOW + 90, CHANGE)
    assert timers.swept_up_to() == NOW + 3


def test_a_bucket_holds_each_once_until_it_is_taken_away(timers: Timers) -> None:
    for conversation_id in (ONE, TWO, ONE):
        timers.arm(conversation_id, NOW + 5, CHANGE)
    assert timers.due(NOW + 4, 9) == []
    assert timers.due(NOW + 5, 9) == sorted([ONE, TWO])
    assert len(timers.due(NOW + 5, 1)) == 1
    timers.disarm(ONE, NOW + 5)
    timers.disarm(ONE, NOW + 5)
    assert timers.due(NOW + 5, 9) == [TWO]
