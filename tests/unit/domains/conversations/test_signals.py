"""The customer is told what the holder does, once, and by nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.clock import to_ms
from chalicelib.core.queues import OUTBOUND
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.conversations.errors import NotHolderError
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.conversations.services.signals import Signal, Signals, read_signal
from tests.fakes.channel import FakeSender
from tests.fakes.queues import FakeQueues
from tests.samples import CONNECTION, NOW_MS, heard, id_at, posted, written
from tests.unit.domains.conversations.office import ANA, Office


class Presence:
    def __init__(self, office: Office) -> None:
        self.office = office
        self.sender = FakeSender()
        self.queues = FakeQueues()
        self.signals = Signals(
            office.messages, office.numbers, self.sender, self.queues, office.clock
        )
        office.has(heard("one", 0, assignee_id=ANA), written(0))

    @property
    def head(self) -> Conversation:
        return self.office.head()

    def run(self) -> list[tuple[str, bool]]:
        """What the provider is told once the queue has been worked off."""
        for message in self.queues.sent.pop(OUTBOUND, []):
            signal = read_signal(message.body)
            assert signal is not None
            assert message.group_id == signal.conversation_id
            self.signals.deliver(signal)
        told, self.sender.signals = self.sender.signals, []
        return told


@pytest.fixture
def presence(office: Office) -> Presence:
    return Presence(office)


def provider_id(presence: Presence) -> str | None:
    return presence.office.thread()[0].provider_id


def test_reading_and_typing_of_the_holder_are_told(presence: Presence) -> None:
    ana = presence.office.principal("ana")
    presence.signals.read(presence.head, id_at(0), ana)
    assert presence.run() == [(provider_id(presence), False)]
    presence.signals.typing(presence.head, ana)
    assert presence.run() == [(provider_id(presence), True)]


def test_who_only_looks_on_tells_nothing(presence: Presence) -> None:
    silvia = presence.office.principal("silvia")
    presence.signals.read(presence.head, id_at(0), silvia)
    with pytest.raises(NotHolderError):
        presence.signals.typing(presence.head, silvia)
    assert presence.run() == []


@pytest.mark.parametrize(
    ("connection", "told"),
    [
        (replace(CONNECTION, sends_read_receipts=False), [True]),
        (replace(CONNECTION, sends_typing=False), [False]),
        (replace(CONNECTION, enabled=False), []),
    ],
)
def test_a_connection_may_keep_it_to_itself(
    presence: Presence, connection: Connection, told: list[bool]
) -> None:
    presence.office.numbers.rows[CONNECTION.id] = connection
    ana = presence.office.principal("ana")
    presence.signals.read(presence.head, id_at(0), ana)
    presence.signals.typing(presence.head, ana)
    assert [typing for _, typing in presence.run()] == told


def test_typing_that_comes_late_is_dropped(presence: Presence) -> None:
    presence.signals.typing(presence.head, presence.office.principal("ana"))
    presence.office.clock.advance(21)
    assert presence.run() == []


def test_nothing_is_typed_into_what_is_over_or_answered(presence: Presence) -> None:
    ana = presence.office.principal("ana")
    presence.signals.typing(replace(presence.head, resolved_at_ms=NOW_MS), ana)
    answered = presence.office.head()
    presence.office.threads.rows[answered.id] = replace(
        answered, last=replace(answered.last, direction="out") if answered.last else None
    )
    presence.signals.typing(presence.head, ana)
    assert presence.run() == []


def test_typing_is_ordered_once_in_a_while(presence: Presence) -> None:
    ana = presence.office.principal("ana")
    for _ in range(3):
        presence.signals.typing(presence.head, ana)
    presence.office.clock.advance(5)
    presence.signals.typing(presence.head, ana)
    ids = [message.deduplication_id for message in presence.queues.sent[OUTBOUND]]
    assert len(set(ids)) == 2


def test_our_own_message_is_not_marked(presence: Presence) -> None:
    presence.office.has(posted(5))
    signal = Signal("read", presence.head.id, posted(5).id, to_ms(presence.office.clock.now()))
    presence.signals.deliver(signal)
    assert presence.run() == []


def test_a_queue_that_takes_nothing_harms_nobody(presence: Presence) -> None:
    presence.queues.broken.add(OUTBOUND)
    presence.signals.read(presence.head, id_at(0), presence.office.principal("ana"))
    assert presence.run() == []


def test_other_bodies_of_the_queue_are_no_signals() -> None:
    assert read_signal('{"conversation_id": "c", "message_id": "m"}') is None
