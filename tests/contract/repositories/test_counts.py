"""Every CountStore keeps the same promises."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.core.dynamo import Dynamo
from chalicelib.domains.limits.models import Subject
from chalicelib.domains.limits.ports import CountStore
from chalicelib.domains.limits.repository import DynamoCountStore
from tests.fakes.limits import MemoryCounts
from tests.samples import CHANGE

ANA, LUIS = Subject("sender", "wa#ana"), Subject("sender", "wa#luis")


@pytest.fixture
def counts(storage: Dynamo | None) -> CountStore:
    return DynamoCountStore(storage) if storage else MemoryCounts()


def test_each_subject_and_minute_is_counted_apart(counts: CountStore) -> None:
    assert counts.add(ANA, 7, 50, CHANGE) == 50
    assert counts.add(ANA, 7, 3, CHANGE) == 53
    assert counts.add(ANA, 8, 1, CHANGE) == 1
    assert counts.add(LUIS, 7, 2, CHANGE) == 2
    assert counts.add(Subject("connection", "wa#ana"), 7, 4, CHANGE) == 4


def test_nothing_is_lost_when_many_count_at_once(counts: CountStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: counts.add(ANA, 7, 5, CHANGE), range(40)))
    assert sorted(found) == [5 * number for number in range(1, 41)]
