"""The witness refuses what it cannot record, unless it may be answered anyway."""

from __future__ import annotations

import pytest

from chalicelib.core.change import Change
from chalicelib.core.queues import AUDIT
from chalicelib.domains.audit import rules
from chalicelib.domains.audit.chain import BEGINNING, act_of, link_after
from chalicelib.domains.audit.errors import UnwitnessedError
from chalicelib.domains.audit.models import Sighting
from chalicelib.domains.audit.services.witnessing import QueueWitness
from tests.fakes.queues import FakeQueues

REVEALED = Sighting("contact.revealed", "contact", "C1", {"fields": ["phone"]})
CHANGE = Change(
    "request.made", "U1", 1_700_000_000_000, role="agent", session="S1", request_id="R1", ip="::1"
)


def test_a_sighting_is_on_the_queue_with_who_did_it() -> None:
    queues = FakeQueues()
    QueueWitness(queues).saw(REVEALED, CHANGE)
    (message,) = queues.sent[AUDIT]
    act = rules.read(message.body)
    assert (act.event, act.entity_kind, act.entity_id) == ("contact.revealed", "contact", "C1")
    assert (act.actor, act.role, act.session, act.ip) == ("U1", "agent", "S1", "::1")
    assert (act.at_ms, act.detail, act.outcome) == (CHANGE.at_ms, {"fields": ["phone"]}, "done")
    assert message.deduplication_id == act.id


def test_one_entity_stays_in_one_lane_and_each_sighting_is_one_of_its_own() -> None:
    queues = FakeQueues()
    witness = QueueWitness(queues)
    witness.saw(REVEALED, CHANGE)
    witness.saw(REVEALED, CHANGE)
    first, second = queues.sent[AUDIT]
    assert first.group_id == second.group_id
    assert first.deduplication_id != second.deduplication_id


def test_what_nobody_is_known_of_is_read_again_as_it_was_seen() -> None:
    queues = FakeQueues()
    QueueWitness(queues).saw(Sighting("sign_in.refused", "user", "", outcome="refused"), CHANGE)
    act = rules.read(queues.sent[AUDIT][0].body)
    assert (act.entity_id, act.outcome, act.detail) == ("", "refused", {})
    link = link_after(BEGINNING, rules.shard_of(act), act, "salt")
    assert act_of(link) == act


def test_it_is_refused_when_it_cannot_be_recorded() -> None:
    queues = FakeQueues()
    queues.broken.add(AUDIT)
    with pytest.raises(UnwitnessedError):
        QueueWitness(queues).saw(REVEALED, CHANGE)


def test_a_refused_sign_in_is_answered_when_it_cannot_be_recorded() -> None:
    queues = FakeQueues()
    queues.broken.add(AUDIT)
    QueueWitness(queues).noticed(Sighting("sign_in.refused", "user", "", outcome="refused"), CHANGE)
    assert AUDIT not in queues.sent
