"""Every ClosingStore keeps the same promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import UserId
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.conversations.ports import ClosingStore, HeadRefused, ThreadStore
from chalicelib.domains.conversations.repository import DynamoThreadStore
from chalicelib.domains.conversations.repository.closings import DynamoClosingStore
from chalicelib.domains.typifications.models import Chosen, NodeId, TreeId, Typified
from tests.fakes.closings import MemoryClosings
from tests.fakes.threads import MemoryThreads
from tests.samples import CHANGE, NOW_MS, heard, id_of

OPEN = heard("one")
CLOSED = rules.resolved(OPEN, NOW_MS + 5)
CHOSEN = Chosen(TreeId("T"), 3, "Cobranza", NodeId("HOY"), ("Promesa", "Hoy"), "llama")
FIRST = Typified(OPEN.id, 1, NOW_MS + 5, CHOSEN, UserId("ana"), NOW_MS + 5)
BARE = replace(CHOSEN, path=("Negativa",), comment=None)
SECOND = replace(FIRST, version=2, chosen=BARE, by=UserId("silvia"), at_ms=NOW_MS + 9)


@pytest.fixture
def threads(storage: Dynamo | None) -> ThreadStore:
    made: ThreadStore = MemoryThreads() if storage is None else DynamoThreadStore(storage)
    made.create_head(OPEN, CHANGE)
    return made


@pytest.fixture
def closings(storage: Dynamo | None, threads: ThreadStore) -> ClosingStore:
    if isinstance(threads, MemoryThreads) or storage is None:
        assert isinstance(threads, MemoryThreads)
        return MemoryClosings(threads)
    return DynamoClosingStore(storage)


def corrected() -> Conversation:
    return rules.typified(CLOSED, NOW_MS + 9)


def test_head_and_what_is_said_of_it_are_written(
    closings: ClosingStore, threads: ThreadStore
) -> None:
    assert closings.typified(OPEN.id) is None
    assert closings.save((OPEN, CLOSED), FIRST, None, CHANGE) is None
    assert threads.head(OPEN.id) == CLOSED
    assert closings.typified(OPEN.id) == FIRST
    assert closings.past(OPEN.id) == []


def test_what_is_replaced_stays_in_the_past(closings: ClosingStore) -> None:
    closings.save((OPEN, CLOSED), FIRST, None, CHANGE)
    closings.save((CLOSED, corrected()), SECOND, FIRST, CHANGE)
    third = replace(SECOND, version=3)
    closings.save((corrected(), rules.typified(corrected(), NOW_MS)), third, SECOND, CHANGE)
    assert closings.typified(OPEN.id) == third
    assert closings.past(OPEN.id) == [SECOND, FIRST]


def test_nothing_is_written_when_head_has_changed(
    closings: ClosingStore, threads: ThreadStore
) -> None:
    seen = replace(OPEN, version=OPEN.version - 1)
    refused = closings.save((seen, CLOSED), FIRST, None, CHANGE)
    assert refused == HeadRefused(OPEN)
    assert threads.head(OPEN.id) == OPEN
    assert closings.typified(OPEN.id) is None


def test_of_several_those_that_say_something_are_told(closings: ClosingStore) -> None:
    closings.save((OPEN, CLOSED), FIRST, None, CHANGE)
    assert closings.typified_of([]) == []
    assert closings.typified_of([id_of("two"), OPEN.id]) == [FIRST]
