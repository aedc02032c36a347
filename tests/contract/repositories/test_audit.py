"""Every Record of the audit keeps the same promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.dynamo import Dynamo
from chalicelib.domains.audit import rules
from chalicelib.domains.audit.chain import BEGINNING, head_of, link_after
from chalicelib.domains.audit.models import ActId, Head, Hole, Listed, Verified, Wanted
from chalicelib.domains.audit.ports import Record
from chalicelib.domains.audit.repository import DynamoRecord
from chalicelib.domains.audit.services.chaining import Chaining
from tests.fakes.audit import MemoryRecord
from tests.integration.audit.acts import act
from tests.samples import CHANGE, NOW_MS

DAY_MS = 86_400_000


@pytest.fixture
def record(storage: Dynamo | None) -> Record:
    return DynamoRecord(storage) if storage else MemoryRecord()


def found(record: Record, wanted: Wanted, limit: int = 2) -> list[ActId]:
    """All that fits, page after page, newest first."""
    ids: list[ActId] = []
    before: ActId | None = None
    while True:
        page = record.page(
            replace(wanted, until_ms=wanted.until_ms or NOW_MS + 60 * DAY_MS), before, limit
        )
        assert len(page.items) <= limit
        ids += [one.id for one in page.items]
        if page.next_position is None:
            return ids
        before = ActId(page.next_position[0])


def test_an_entry_is_put_where_none_stands(record: Record) -> None:
    first = link_after(BEGINNING, 2, act(1), "salt")
    assert record.last(2) is None
    assert record.append(first)
    assert not record.append(link_after(BEGINNING, 2, act(2), "salt"))
    assert record.link(2, 1) == record.last(2) == first
    second = link_after(head_of(first), 2, act(2), "salt")
    assert record.append(second)
    assert list(record.following(2, 0)) == [first, second]
    assert list(record.following(2, 1)) == [second]
    assert list(record.following(1, 0)) == []


def test_a_number_is_kept_for_an_act_until_it_is_given_up(record: Record) -> None:
    def listed(number: int) -> Listed:
        return rules.listed(act(1), 0, number)

    assert record.listed(act(1).id) is None
    assert record.pin(listed(4), instead_of=None)
    assert not record.pin(listed(5), instead_of=None)
    assert not record.pin(listed(6), instead_of=5)
    assert record.pin(listed(5), instead_of=4)
    assert record.listed(act(1).id) == listed(5)


def test_acts_are_found_by_whatever_is_asked_newest_first(record: Record) -> None:
    acts = [
        act(1),
        act(2, actor="U-eva", application="A1"),
        act(3, event="queue.changed", entity_kind="queue", entity_id="Q1"),
        act(4, id=rules.act_id(NOW_MS + 40 * DAY_MS, "later"), after={"name": "Atención ñandú"}),
    ]
    chaining = Chaining(record)
    for one in acts:
        chaining.add(one)
    ids = [one.id for one in reversed(acts)]
    asked = {
        Wanted(): [0, 1, 2, 3],
        Wanted(actor="U-eva"): [2],
        Wanted(actor="U-ana"): [0, 1, 3],
        Wanted(event="label.changed"): [0, 2, 3],
        Wanted(entity_kind="queue", entity_id="Q1"): [1],
        Wanted(entity_kind="label"): [0, 2, 3],
        Wanted(application="A1"): [2],
        Wanted(text="ÑANDU atencion"): [0],
        Wanted(text="Queue.changed"): [1],
        Wanted(text="nothing"): [],
        Wanted(since_ms=NOW_MS + 2): [0, 1, 2],
        Wanted(since_ms=NOW_MS + 2, until_ms=NOW_MS + 3): [2],
        Wanted(actor="U-ana", event="queue.changed"): [1],
    }
    for wanted, places in asked.items():
        assert found(record, wanted) == [ids[place] for place in places], wanted


def test_an_erased_act_keeps_who_and_when(record: Record) -> None:
    Chaining(record).add(act(1))
    (listed,) = record.of_entity("label", "L1")
    record.erase(listed, CHANGE)
    link = record.link(listed.shard, listed.number)
    assert link is not None
    assert link.is_erased
    assert "U-ana" in link.frame
    assert found(record, Wanted(text="reclamo")) == []
    assert found(record, Wanted(actor="U-ana")) == [act(1).id]


def test_how_far_it_was_verified_and_sealed_is_kept(record: Record) -> None:
    assert record.verified([0, 1]) == [Verified(0, BEGINNING, 0), Verified(1, BEGINNING, 0)]
    assert record.sealed_at_ms() is None
    verified = Verified(1, Head(7, "digest"), NOW_MS, (Hole(1, 3, "removed"),))
    record.keep_verified(verified, CHANGE)
    record.keep_sealed(NOW_MS, CHANGE)
    assert record.verified([1]) == [verified]
    assert record.sealed_at_ms() == NOW_MS
