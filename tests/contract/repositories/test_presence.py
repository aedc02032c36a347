"""Every store of presence keeps the same promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import UserId
from chalicelib.domains.presence.models import (
    AVAILABLE,
    OFFLINE,
    Activity,
    BreakTypeId,
    Mark,
    Span,
    Standing,
    Step,
)
from chalicelib.domains.presence.ports import PresenceStore
from chalicelib.domains.presence.repository import (
    DynamoPresenceStore,
)
from tests.fakes.presence import MemoryPresence
from tests.samples import CHANGE, NOW_MS

ANA, LUIS, EVA = UserId("ana"), UserId("luis"), UserId("eva")
LUNCH = Activity("break", BreakTypeId("lunch"))
BEGAN = Mark(1, NOW_MS - 500, "session_began", "s1")
IN = Step(2, NOW_MS, OFFLINE, AVAILABLE, ANA, "signed_in")
PAUSED = Step(3, NOW_MS + 5_000, AVAILABLE, LUNCH, "silvia", "chosen", "Hora de almorzar")
STANDING = Standing(
    ANA,
    step=IN,
    sessions=(Span("s1", NOW_MS + 9_000),),
    sockets=(Span("k1=", NOW_MS + 8_000), Span("k2=", NOW_MS + 7_000)),
    unfiled=(BEGAN, IN),
    facts=2,
    version=1,
)


@pytest.fixture
def store(storage: Dynamo | None) -> PresenceStore:
    return DynamoPresenceStore(storage) if storage else MemoryPresence()


def test_of_whom_nothing_is_stored_nothing_is_known(store: PresenceStore) -> None:
    assert store.standing(ANA) == Standing(ANA)
    assert store.standings([ANA, LUIS]) == {ANA: Standing(ANA), LUIS: Standing(LUIS)}
    assert store.standings([]) == {}


def test_a_standing_is_found_as_it_was_saved(store: PresenceStore) -> None:
    assert store.save(STANDING, Standing(ANA), CHANGE)
    assert store.standing(ANA) == STANDING
    later = replace(
        STANDING, step=PAUSED, sockets=(), left_ms=NOW_MS + 1, unfiled=(PAUSED,), version=2
    )
    assert store.save(later, STANDING, CHANGE)
    assert store.standings([LUIS, ANA]) == {ANA: later, LUIS: Standing(LUIS)}


def test_of_two_who_change_the_same_standing_one_succeeds(store: PresenceStore) -> None:
    assert store.save(STANDING, Standing(ANA), CHANGE)
    assert not store.save(STANDING, Standing(ANA), CHANGE)
    newer = replace(STANDING, version=2)
    assert store.save(newer, STANDING, CHANGE)
    assert not store.save(replace(newer, facts=9), STANDING, CHANGE)
    assert store.standing(ANA) == newer


def test_facts_are_found_by_their_time_each_once(store: PresenceStore) -> None:
    for _ in range(2):
        store.file(ANA, [BEGAN, PAUSED, IN], CHANGE)
    store.file(LUIS, [replace(IN, actor=LUIS)], CHANGE)
    whole = store.steps([ANA, LUIS, EVA], NOW_MS, NOW_MS + 5_001)
    assert whole == {ANA: [IN, PAUSED], LUIS: [replace(IN, actor=LUIS)], EVA: []}
    assert store.steps([ANA], NOW_MS, NOW_MS + 5_000) == {ANA: [IN]}
    assert store.steps([ANA], NOW_MS + 1, NOW_MS + 5_001) == {ANA: [PAUSED]}
    assert store.marks(ANA, NOW_MS - 500, NOW_MS) == [BEGAN]
    assert store.marks(ANA, NOW_MS, NOW_MS + 9_000) == []


def test_the_next_step_is_the_first_from_then_on(store: PresenceStore) -> None:
    store.file(ANA, [BEGAN, IN, PAUSED], CHANGE)
    assert store.next_step(ANA, NOW_MS - 5_000) == IN
    assert store.next_step(ANA, NOW_MS + 1) == PAUSED
    assert store.next_step(ANA, NOW_MS + 5_001) is None
    assert store.next_step(LUIS, 0) is None
