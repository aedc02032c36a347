"""Whoever changes what is on record is found out, and it is said what they did."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domains.audit import rules
from chalicelib.domains.audit.chain import head_of, link_after
from chalicelib.domains.audit.models import Head, Hole
from chalicelib.domains.audit.repository import DynamoRecord
from chalicelib.domains.audit.services.chaining import Chaining
from chalicelib.domains.audit.services.sealing import Sealing
from chalicelib.domains.audit.services.search import AuditSearch
from tests.engines import EngineTables
from tests.fakes.clock import FakeClock
from tests.fakes.seals import MemorySeals
from tests.integration.audit.acts import act
from tests.samples import CHANGE

ENTRIES = 8
SHARD = rules.shard_of(act(1))
Item = dict[str, Any]


class Intruder:
    """Somebody who may write to the table."""

    def __init__(self, tables: EngineTables) -> None:
        self._client, self._table = tables.client, f"{tables.prefix}records"

    def item(self, number: int) -> Item:
        found: Item = self._client.get_item(TableName=self._table, Key=self.key(number))["Item"]
        return found

    def put(self, item: Item) -> None:
        self._client.put_item(TableName=self._table, Item=item)

    def remove(self, number: int) -> None:
        self._client.delete_item(TableName=self._table, Key=self.key(number))

    @staticmethod
    def key(number: int) -> Item:
        return {"pk": {"S": f"AC#{SHARD}"}, "sk": {"S": f"{number:012}"}}


def head_of_last(record: DynamoRecord) -> Head:
    last = record.last(SHARD)
    assert last
    return head_of(last)


@pytest.fixture
def intruder(tables: EngineTables) -> Intruder:
    return Intruder(tables)


@pytest.fixture
def sealing(record: DynamoRecord) -> Sealing:
    """A chain of entries that was sealed."""
    chaining = Chaining(record)
    for number in range(1, ENTRIES + 1):
        chaining.add(act(number))
    made = Sealing(record, MemorySeals(), FakeClock())
    made.seal()
    return made


def found(sealing: Sealing) -> list[Hole]:
    return [hole for one in sealing.verify_all() for hole in one.holes]


def test_an_untouched_chain_is_whole(sealing: Sealing) -> None:
    assert found(sealing) == []
    assert sealing.verify_all()[SHARD].head.number == ENTRIES


def test_chains_are_verified_each_five_minutes(record: DynamoRecord) -> None:
    clock, chaining = FakeClock(), Chaining(record)
    sealing = Sealing(record, MemorySeals(), clock)
    chaining.add(act(1))
    sealing.tick()
    first = sealing.verified()[SHARD].at_ms
    chaining.add(act(2))
    seen = list[int]()
    for minutes in (2, 2, 1):
        clock.advance(minutes * 60)
        sealing.tick()
        seen.append((sealing.verified()[SHARD].at_ms - first) // 60_000)
    assert seen == [0, 0, 5]
    assert sealing.verified()[SHARD].head == head_of_last(record)


def test_a_long_chain_is_gone_on_with_at_once(
    record: DynamoRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.domains.audit.services.sealing.ENTRIES_A_RUN", 2)
    chaining, sealing = Chaining(record), Sealing(record, MemorySeals(), FakeClock())
    for number in range(1, 4):
        chaining.add(act(number))
    numbers = list[int]()
    for _ in range(2):
        sealing.tick()
        numbers.append(sealing.verified()[SHARD].head.number)
    assert numbers == [2, 3]


@pytest.mark.parametrize("attribute", ["va", "fr"])
def test_a_changed_entry_is_altered(sealing: Sealing, intruder: Intruder, attribute: str) -> None:
    item = intruder.item(4)
    text = item[attribute]["S"]
    intruder.put(item | {attribute: {"S": text.replace("Reclamo", "Elogio").replace("ana", "eva")}})
    assert found(sealing) == [Hole(SHARD, 4, "altered")]


def test_an_entry_that_was_made_anew_is_rewritten(
    sealing: Sealing, intruder: Intruder, record: DynamoRecord
) -> None:
    """All of its own digests are right."""
    third = record.link(SHARD, 3)
    assert third
    forged = link_after(head_of(third), SHARD, act(4, actor="U-eva"), "salt")
    intruder.put(intruder.item(4) | _stored(forged))
    assert found(sealing) == [Hole(SHARD, 4, "rewritten")]


def test_a_chain_that_was_made_anew_differs_from_its_seal(
    sealing: Sealing, intruder: Intruder, record: DynamoRecord
) -> None:
    for number in range(4, ENTRIES + 1):
        before = record.link(SHARD, number - 1)
        assert before
        forged = link_after(head_of(before), SHARD, act(number, actor="U-eva"), "salt")
        intruder.put(intruder.item(number) | _stored(forged))
    assert found(sealing) == [Hole(SHARD, ENTRIES, "rewritten")]


def test_a_missing_entry_is_removed(sealing: Sealing, intruder: Intruder) -> None:
    intruder.remove(4)
    assert found(sealing) == [Hole(SHARD, 4, "removed")]


def test_an_entry_under_a_key_of_no_other_is_inserted(sealing: Sealing, intruder: Intruder) -> None:
    intruder.put(intruder.item(4) | {"sk": {"S": f"{4:012}a"}})
    assert found(sealing) == [Hole(SHARD, 5, "inserted")]


def test_an_entry_for_which_the_others_made_room_is_inserted(
    sealing: Sealing, intruder: Intruder, record: DynamoRecord
) -> None:
    third = record.link(SHARD, 3)
    assert third
    forged = link_after(head_of(third), SHARD, act(99, actor="U-eva"), "salt")
    for number in range(ENTRIES, 3, -1):
        intruder.put(intruder.item(number) | Intruder.key(number + 1))
    intruder.put(intruder.item(4) | _stored(forged))
    assert Hole(SHARD, 4, "inserted") in found(sealing)


def test_a_shortened_chain_is_cut(sealing: Sealing, intruder: Intruder) -> None:
    for number in (7, 8):
        intruder.remove(number)
    assert found(sealing) == [Hole(SHARD, 7, "cut")]


def test_a_chain_that_was_cut_before_its_seal_is_cut(sealing: Sealing, intruder: Intruder) -> None:
    """What was verified last is gone, though nothing later was sealed."""
    sealing.verify_on()
    intruder.remove(ENTRIES)
    assert [hole for one in sealing.verify_on() for hole in one.holes] == [
        Hole(SHARD, ENTRIES, "cut")
    ]


def test_entries_that_changed_places_are_reordered(sealing: Sealing, intruder: Intruder) -> None:
    fourth, fifth = intruder.item(4), intruder.item(5)
    intruder.put(fourth | Intruder.key(5))
    intruder.put(fifth | Intruder.key(4))
    assert {hole.flaw for hole in found(sealing)} == {"reordered"}
    assert {hole.number for hole in found(sealing)} == {4, 5}


def test_a_hole_stays_known_when_the_chain_goes_on(
    sealing: Sealing, intruder: Intruder, record: DynamoRecord
) -> None:
    intruder.remove(4)
    sealing.verify_on()
    Chaining(record).add(act(ENTRIES + 1))
    assert Hole(SHARD, 4, "removed") in sealing.verify_on()[SHARD].holes


def test_erased_values_leave_the_chain_valid(
    sealing: Sealing, record: DynamoRecord, tables: EngineTables
) -> None:

    search = AuditSearch(record, FakeClock())
    assert search.forget("label", "L1", CHANGE) == ENTRIES
    assert found(sealing) == []
    items = tables.client.scan(TableName=f"{tables.prefix}records")["Items"]
    assert "Reclamo" not in str(items)
    assert "reclamo" not in str(items)
    assert search.act(act(4).id).act.actor == "U-ana"


def _stored(link: Any) -> Item:
    names = {"no": "number", "ac": "id", "fr": "frame", "va": "values", "sa": "salt"}
    names |= {"vd": "values_digest", "pr": "previous", "di": "digest"}
    made = {key: {"S": str(getattr(link, name))} for key, name in names.items()}
    return made | {"no": {"N": str(link.number)}}
