"""Wherever chaining is cut short, or done twice at once, an act stands there once."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chalicelib.core.dynamo import Dynamo
from chalicelib.domains.audit.models import Act, ActId, Wanted
from chalicelib.domains.audit.repository import DynamoRecord
from chalicelib.domains.audit.rules import SHARDS, shard_of
from chalicelib.domains.audit.services.chaining import Chaining
from chalicelib.domains.audit.services.sealing import Sealing
from tests.engines import EngineTables
from tests.fakes.clock import FakeClock
from tests.fakes.seals import MemorySeals
from tests.integration.audit.acts import act
from tests.integration.journey.crashes import KilledError, Killer, MortalClient, When

WRITES = 5  # the number kept, the entry, and the lists by person, event and entity


def found(record: DynamoRecord, wanted: Wanted) -> list[ActId]:
    ids: list[ActId] = []
    before = None
    while True:
        page = record.page(wanted, before, 50)
        ids += [one.id for one in page.items]
        if page.next_position is None:
            return ids
        before = ActId(page.next_position[0])


def assert_on_record_once(record: DynamoRecord, acts: list[Act]) -> None:
    chained = [link.id for shard in range(SHARDS) for link in record.following(shard, 0)]
    assert Counter(chained) == Counter(one.id for one in acts)
    for one in acts:
        for wanted in (
            Wanted(actor=one.actor),
            Wanted(event=one.event),
            Wanted(entity_kind=one.entity_kind, entity_id=one.entity_id),
            Wanted(since_ms=one.at_ms, until_ms=one.at_ms + 1),
        ):
            assert found(record, wanted).count(one.id) == 1
    verified = Sealing(record, MemorySeals(), FakeClock()).verify_all()
    assert [hole for one in verified for hole in one.holes] == []


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("number", range(1, WRITES + 1))
def test_an_act_is_chained_once_when_a_run_was_killed(
    tables: EngineTables, record: DynamoRecord, number: int, when: When
) -> None:
    killer = Killer()
    client: Any = MortalClient(tables.client, killer)
    killed = Chaining(DynamoRecord(Dynamo(lambda: client, prefix=tables.prefix)))
    killed.add(act(1))
    killer.arm(number, when)
    with pytest.raises(KilledError):
        killed.add(act(2))
    killer.disarm()
    Chaining(record).add(act(3))  # another one of its chain goes first
    killed.add(act(2))
    killed.add(act(2))  # and it is delivered once more
    assert_on_record_once(record, [act(1), act(2), act(3)])


@pytest.mark.engine
def test_acts_are_chained_once_when_many_chain_them_at_once(dynamodb_local: EngineTables) -> None:
    """Each is delivered to all four of them, in different orders."""
    record = DynamoRecord(Dynamo(lambda: dynamodb_local.client, prefix=dynamodb_local.prefix))
    acts = [act(number, entity_id=f"L{number % 2}") for number in range(12)]
    begins = threading.Barrier(4)

    def chain(turn: int) -> None:
        begins.wait()
        for one in acts[turn * 3 :] + acts[: turn * 3]:
            Chaining(record).add(one)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(chain, range(4)))
    assert {shard_of(one) for one in acts} <= set(range(SHARDS))
    assert_on_record_once(record, acts)
