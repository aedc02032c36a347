"""Every AlertStore keeps the same promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.change import Change
from chalicelib.core.directory import DirectoryTable
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import ConversationId, UserId
from chalicelib.domains.alerts.models import (
    KEPT_SECONDS,
    Alert,
    AlertId,
    AlertRule,
    EventRule,
)
from chalicelib.domains.alerts.ports import AlertStore
from chalicelib.domains.alerts.repository import ALERT_RULE, DynamoAlertStore
from chalicelib.domains.alerts.rules import alert_id
from chalicelib.domains.configuration.repository import DynamoCatalogueStore
from tests.fakes.alerts import MemoryAlerts

NOW_MS = 1_900_000_000_000
CHANGE = Change("alert.added", "push", NOW_MS)
ANA, EVA = UserId("ana"), UserId("eva")


@pytest.fixture
def store(storage: Dynamo | None) -> AlertStore:
    return DynamoAlertStore(storage) if storage else MemoryAlerts()


def alert(at_ms: int, user_id: UserId = ANA, **more: str) -> Alert:
    cause = more.get("about", "")
    return Alert(
        alert_id(at_ms, "mention", user_id, cause),
        user_id,
        "mention",
        conversation_id=ConversationId("0" * 19),
        about=more.get("about"),
        by=EVA,
        detail=more.get("detail"),
    )


def five(store: AlertStore) -> list[Alert]:
    """Of one person, newest first."""
    made = [alert(NOW_MS + at) for at in (5, 4, 3, 2, 1)]
    for one in made:
        assert store.add(one, CHANGE)
    return made


def test_it_comes_back_as_it_was_kept(store: AlertStore) -> None:
    whole, bare = alert(NOW_MS + 1, about="N1", detail="taken"), alert(NOW_MS)
    store.add(whole, CHANGE)
    store.add(bare, CHANGE)
    assert store.page(ANA, None, 10, NOW_MS).items == [whole, bare]
    assert store.page(EVA, None, 10, NOW_MS).items == []


def test_a_repetition_adds_nothing_and_leaves_it_read(store: AlertStore) -> None:
    [one] = [alert(NOW_MS)]
    assert store.add(one, CHANGE)
    store.mark_read(ANA, one.id, CHANGE)
    assert not store.add(one, CHANGE)
    assert store.page(ANA, None, 10, NOW_MS).items == [replace(one, is_read=True)]
    assert store.unread(ANA, 100, NOW_MS) == []


def test_a_walk_shows_each_once(store: AlertStore) -> None:
    made, walked = five(store), list[Alert]()
    before: AlertId | None = None
    for _ in range(4):
        page = store.page(ANA, before, 2, NOW_MS)
        walked += page.items
        if page.next_position is None:
            break
        before = AlertId(page.next_position[0])
    assert walked == made


def test_everything_up_to_one_is_read_and_what_came_since_is_not(store: AlertStore) -> None:
    made = five(store)
    store.mark_all_read(ANA, made[2].id, CHANGE)
    assert store.unread(ANA, 100, NOW_MS) == made[:2]
    store.mark_all_read(ANA, made[4].id, CHANGE)
    assert store.unread(ANA, 100, NOW_MS) == made[:2]
    shown = store.page(ANA, None, 10, NOW_MS).items
    assert [one.is_read for one in shown] == [False, False, True, True, True]


def test_reading_one_leaves_the_others_and_those_of_others(store: AlertStore) -> None:
    made = five(store)
    store.mark_read(ANA, made[1].id, CHANGE)
    store.mark_read(EVA, made[0].id, CHANGE)
    assert store.unread(ANA, 100, NOW_MS) == [made[0], *made[2:]]
    assert store.unread(EVA, 100, NOW_MS) == []
    assert store.page(EVA, None, 10, NOW_MS).items == []


def test_many_read_ones_hide_no_older_unread_one(store: AlertStore) -> None:
    *read, old = five(store)
    for one in read:
        store.mark_read(ANA, one.id, CHANGE)
    assert store.unread(ANA, 3, NOW_MS) == [old]


def test_no_more_unread_ones_are_looked_at_than_asked_for(store: AlertStore) -> None:
    made = five(store)
    assert store.unread(ANA, 3, NOW_MS) == made[:3]


def test_it_is_gone_after_its_time_though_the_engine_is_late(store: AlertStore) -> None:
    made = five(store)
    later_ms = NOW_MS + (KEPT_SECONDS + 1) * 1000
    assert store.page(ANA, None, 10, later_ms).items == []
    assert store.unread(ANA, 100, later_ms) == []
    assert store.page(ANA, None, 10, later_ms - 2000).items == made


def test_the_troubles_noted_last_are_known(store: AlertStore) -> None:
    assert store.troubles() == {}
    store.note_troubles({"queue#media#waiting": NOW_MS, "connection#Línea 1#held": 7}, CHANGE)
    assert store.troubles() == {"queue#media#waiting": NOW_MS, "connection#Línea 1#held": 7}
    store.note_troubles({"queue#media#full": 8}, CHANGE)
    assert store.troubles() == {"queue#media#full": 8}


def test_a_rule_comes_back_as_it_was_chosen(directory_storage: DirectoryTable | None) -> None:
    if directory_storage is None:
        pytest.skip("the fake keeps objects")
    rules = DynamoCatalogueStore(directory_storage, ALERT_RULE)
    events = {"mention": EventRule(frozenset({"sound"}), is_open=False), "failed": EventRule()}
    rule = AlertRule("agent", "agent", events=events)  # type: ignore[arg-type]
    rules.add(rule, CHANGE)
    found = rules.load()["agent"]
    assert found == rule
    assert found.events == events
