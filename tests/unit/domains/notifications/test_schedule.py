"""Rings for what is scheduled, at its minute."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.core.change import Change
from chalicelib.core.queues import OUTBOUND
from chalicelib.domains.notifications.services.relay import read_order
from chalicelib.domains.notifications.services.schedule import Schedule
from tests.fakes.clock import FakeClock
from tests.fakes.messages import MemoryMessages
from tests.fakes.queues import FakeQueues
from tests.samples import id_at, id_of, posted


def test_each_is_rung_for_once_it_is_due_and_again_every_minute() -> None:
    messages, queues, clock = MemoryMessages(), FakeQueues(), FakeClock()
    schedule = Schedule(messages, queues, clock)
    for second in (0, 60):
        later = replace(posted(second), is_scheduled=True, send_at_ms=1)
        messages.put(later, Change("message.queued", "ana", 1))
    messages.put(posted(1), Change("message.queued", "ana", 1))
    assert schedule.ring() == 1
    clock.advance(60)
    assert schedule.ring() == 2
    rings = queues.sent[OUTBOUND]
    assert [read_order(one.body) for one in rings] == [
        (id_of("one"), id_at(second)) for second in (0, 0, 60)
    ]
    assert len({one.deduplication_id for one in rings}) == 3
